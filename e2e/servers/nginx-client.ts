/** The client's side of a gateway: credentials, raw bytes, and what must come back. */
import { sendBytes } from "@/bin/process/http";
import type { Reached } from "./upstream";

/** The one 401 (DESIGN §5). */
export const unauthorized =
  '{"error":{"code":"BAD_REQUEST_ERROR","description":"Authentication failed","source":"business","step":"authentication","reason":"invalid_api_key","metadata":{}}}';

/** All headers that an API might take for identity, however they are spelled. */
export function identityOf(reached: Reached | undefined): Record<string, string[]> {
  const isIdentity = /^x.(?:key.id|merchant.id|mode|org|gateway.token)$/;
  const headers = Object.entries(reached?.headers ?? {});
  return Object.fromEntries(headers.filter(([name]) => isIdentity.test(name)));
}

/** Sends these bytes; nginx says nothing more after 400 ms, also where it keeps the connection open. */
export function exchange(bytes: string, port: number): Promise<string> {
  return sendBytes(bytes, port, 400);
}
