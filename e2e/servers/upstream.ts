/** The API behind a gateway: it remembers every request that reached it and answers as an order list would. */
import { createServer, type IncomingMessage } from "node:http";
import { close, listen } from "@/bin/process/ports";

export interface Reached {
  method: string;
  url: string;
  /** Names in small letters with all their values, as they came. */
  headers: Record<string, string[]>;
  body: string;
}

export interface Upstream {
  port: number;
  /** Every request so far, oldest first. */
  readonly reached: Reached[];
  /** Bytes that were no request: a gateway must not let such bytes through. */
  readonly unreadable: string[];
  /** The requests since the last call. */
  take(): Reached[];
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const reached: Reached[] = [];
  const unreadable: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    const entry = { method, url, headers: headersOf(request), body: "" };
    reached.push(entry);
    for await (const chunk of request) entry.body += chunk;
    const status = url.startsWith("/fails") ? 500 : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end('{"entity":"collection","count":0,"items":[]}');
  });
  server.on("clientError", (error: Error & { rawPacket?: Buffer }, socket) => {
    if (error.rawPacket) unreadable.push(error.rawPacket.toString("latin1"));
    socket.destroy();
  });
  // Longer than the gateway keeps its connections.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server);
  let taken = 0;
  return {
    port,
    reached,
    unreadable,
    take: () => {
      const fresh = reached.slice(taken);
      taken = reached.length;
      return fresh;
    },
    stop: () => close(server),
  };
}

function headersOf({ rawHeaders }: IncomingMessage): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    headers[name] = [...(headers[name] ?? []), rawHeaders[index + 1] ?? ""];
  }
  return headers;
}
