/** The client's side of a gateway: credentials, raw bytes, and what must come back. */
import { connect } from "node:net";
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

const silenceMs = 400;
const patienceMs = 4_000;

/** Writes these bytes and returns what comes back until the other side closes, or says nothing more for a while. */
export function exchange(bytes: string, port: number): Promise<string> {
  return new Promise((done) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from(bytes, "latin1")));
    const end = () => socket.destroy();
    let silence: NodeJS.Timeout | undefined;
    const patience = setTimeout(end, patienceMs);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      clearTimeout(silence);
      silence = setTimeout(end, silenceMs);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(silence);
      clearTimeout(patience);
      done(text);
    });
  });
}
