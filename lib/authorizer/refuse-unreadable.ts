import type { Socket } from "node:net";
import { rawDenied } from "./responses";

/** Headers that are too large are answered like refused credentials; anything that is not HTTP gets a 400. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  const { _httpMessage: pending } = socket as { _httpMessage?: unknown };
  // Before the handshake's end a write would wait for ever, and the connection with it.
  const isHandshake = /^ERR_(?:SSL|TLS)_/.test(`${error.code}`);
  // Must not write into an answer that is being sent.
  if (socket.writable && !pending && !isHandshake) {
    const isTooLarge = error.code === "HPE_HEADER_OVERFLOW";
    socket.write(isTooLarge ? rawDenied : "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    socket.destroySoon();
  } else {
    socket.destroy();
  }
}
