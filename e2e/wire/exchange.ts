/** What tests of gateways say and expect on the wire. */
import { sendBytes } from "@/bin/process/http";

/** The one 401 (DESIGN §5). */
export const unauthorized =
  '{"error":{"code":"BAD_REQUEST_ERROR","description":"Authentication failed","source":"business","step":"authentication","reason":"invalid_api_key","metadata":{}}}';

/** Sends these bytes; a gateway says nothing more after 400 ms, also where it keeps the connection open. */
export function exchange(bytes: string, port: number): Promise<string> {
  return sendBytes(bytes, port, 400);
}
