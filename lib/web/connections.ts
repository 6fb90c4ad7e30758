/**
 * How the dashboard treats connections. Next makes the server and has options for none of this but one, so it is found
 * by its first connection. Every way to start it is covered: `npm start`, a unit of systemd, a container.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { env } from "@/lib/core/env";

/** Longer than proxies keep idle connections (60 s), so that none sends a post on one that we are closing. */
const keepAliveMs = 75_000;
/** Slow senders are cut off; Node looks every 30 s. */
const headMs = 10_000;
const requestMs = 20_000;
/** Readers, too, when nothing moves at all. Longer than any answer takes. */
const silentMs = 120_000;
/** How long the end may wait for a quiet moment. */
const quietMs = 2_000;

/** Called once, when the server listens already and nobody has connected yet. */
export function limitConnections(): void {
  const known = new WeakSet<Server>();
  onConnection((socket) => {
    const { server } = socket as { server?: Partial<Server> };
    if (!isHttpServer(server) || known.has(server)) return;
    known.add(server);
    server.keepAliveTimeout = Math.max(server.keepAliveTimeout, keepAliveMs);
    server.headersTimeout = headMs;
    server.requestTimeout = requestMs;
    server.timeout = silentMs;
  });
}

/**
 * After SIGTERM, answers on for DASHBOARD_DRAIN_SECONDS before the server closes. A proxy sends no post twice, so
 * none may meet the end of its connection. Therefore each answer asks for a new connection next time, which leaves
 * hardly any that is idle; and the end comes in a moment when nobody has just knocked.
 */
export function drainAfterSigterm(): void {
  const seconds = env().DASHBOARD_DRAIN_SECONDS;
  const closers = process.listeners("SIGTERM");
  if (seconds === 0 || closers.length === 0) return;
  process.removeAllListeners("SIGTERM");
  const silent = new Set<Socket>();
  let isDraining = false;
  onConnection((socket) => {
    if (!isDraining) return;
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (!isDraining) return;
    silent.delete(request.socket);
    response.setHeader("connection", "close");
  });
  process.on("SIGTERM", async () => {
    if (isDraining) return;
    isDraining = true;
    await sleep(seconds * 1000);
    await untilQuiet(() => silent.size === 0);
    for (const close of closers) close("SIGTERM");
  });
}

function onConnection(handle: (socket: Socket) => void): void {
  subscribe("net.server.socket", (message) => handle((message as { socket: Socket }).socket));
}

function isHttpServer(server: Partial<Server> | undefined): server is Server {
  return typeof server?.keepAliveTimeout === "number";
}

/** Until a turn of the event loop had next to nothing to do: whoever knocked before it has been let in. */
async function untilQuiet(hasAllSpoken: () => boolean): Promise<void> {
  const deadline = performance.now() + quietMs;
  for (let start = 0; start < deadline; ) {
    start = performance.now();
    await nextTurn();
    if (performance.now() - start < 1 && hasAllSpoken()) return;
  }
}
