/** Clients that never finish: they send a head or a body a byte at a time, or ask and do not read. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";

interface Target {
  port: number;
  host: string;
  tls?: { ca: string; servername: string };
  localAddress: string;
}

export type SlowKind = "head" | "body" | "reader";

const byteEveryMs = 1_000;
const settleMs = 3_000;

function opening(kind: SlowKind, host: string, path: string): string {
  const head = (method: string) => `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  if (kind === "head") return `${head("GET")}X-Slow: `;
  if (kind === "body")
    return `${head("POST")}Content-Type: text/plain\r\nContent-Length: 60000\r\n\r\n`;
  // More than all buffers on the way hold, of a file of some hundred kilobytes.
  return `${head("GET")}\r\n`.repeat(8);
}

/** All connected on return, and what the readers asked for is under way as far as it gets. `open` counts those that the server has not cut off; `said` is what they were told. */
export async function startSlowClients(
  target: Target,
  kind: SlowKind,
  count: number,
  path: string,
) {
  const sockets: Socket[] = [];
  let open = 0;
  let said = "";
  for (let index = 0; index < count; index++) {
    const address = { host: "127.0.0.1", port: target.port, localAddress: target.localAddress };
    const socket = target.tls ? connectTls({ ...address, ...target.tls }) : connect(address);
    sockets.push(socket);
    open++;
    socket.on("error", () => undefined).on("close", () => open--);
    if (kind === "reader") socket.pause();
    else socket.setEncoding("latin1").on("data", (text) => (said += text));
    socket.write(opening(kind, target.host, path));
  }
  const timer = setInterval(() => {
    for (const socket of sockets) if (kind !== "reader" && socket.writable) socket.write("x");
  }, byteEveryMs);
  await sleep(settleMs);
  return {
    open: () => open,
    said: () => said,
    async stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}
