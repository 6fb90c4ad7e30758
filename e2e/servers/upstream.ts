/** The API behind a gateway: it remembers every request that reached it and answers as an order list would. */
import { createServer } from "node:http";
import { close, listen } from "@/bin/process/ports";

type Reached = Record<"method" | "url" | "body", string> & {
  headers: NodeJS.Dict<string[]>;
};

export async function startUpstream() {
  const reached: Reached[] = [];
  const unreadable: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headersDistinct: headers } = request;
    const entry = { method, url, headers, body: "" };
    reached.push(entry);
    try {
      for await (const chunk of request) entry.body += chunk;
    } catch {
      // A gateway that passes a body on as it comes breaks off where the body is broken.
      return;
    }
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
  return {
    port,
    /** Bytes that were no request: a gateway must not let such bytes through. */
    unreadable,
    /** The requests since the last call, oldest first. */
    take: () => reached.splice(0),
    stop: () => close(server),
  };
}

/** All headers that an API might take for identity, however they are spelled. */
export function identityOf(reached: Reached | undefined) {
  const isIdentity = /^x.(?:key.id|merchant.id|mode|org|gateway.token)$/;
  const headers = Object.entries(reached?.headers ?? {});
  return Object.fromEntries(headers.filter(([name]) => isIdentity.test(name)));
}
