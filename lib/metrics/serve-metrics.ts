import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "prom-client";

/** Prometheus reads every few seconds, over one or two connections. */
const maxConnections = 32;
const requestMs = 5_000;

export interface MetricsServer {
  port: number;
  /** By this the process's other servers know that a request is not one of theirs. */
  server: Server;
  close(): void;
}

/**
 * `GET /metrics` on a port of its own, which no proxy leads to. It keeps no process alive. Rejects with the system's
 * error if the port cannot be opened; 0 takes a free one.
 */
export async function serveMetrics(
  registry: Registry,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: requestMs }, async (request, response) => {
    const isAsked = request.method === "GET" && request.url?.split("?")[0] === "/metrics";
    if (!isAsked) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    try {
      const text = await registry.metrics();
      response.writeHead(200, { "content-type": registry.contentType }).end(text);
    } catch {
      response.writeHead(500, { "content-type": "text/plain" }).end("Not measured\n");
    }
  });
  server.maxConnections = maxConnections;
  await once(server.listen(port, host), "listening");
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    server,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
