/**
 * Sees every request before Next does, through Node's own channel: Next lets nobody in where a request has a route and
 * an answer has a status.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { enterRequest, requestIdOf } from "@/lib/core/request";
import type { AnsweredRequest } from "@/lib/metrics/requests";
import { routeOf } from "./routes";

interface Started {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/** The servers of this process that no person's request comes to. */
const others = new WeakSet<Server>();
let tell: (request: AnsweredRequest) => void = () => undefined;

/**
 * From now on every request has an id, which its log lines and its answer carry: the one in `X-Request-Id`, where a
 * proxy passes one in, else a new one.
 */
export function nameRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const started = message as Started;
    if (!others.has(started.server)) begin(started);
  });
}

/** From now on `count` is told of every answer, except for those of `own`. */
export function countRequests(count: typeof tell, own: Server): void {
  others.add(own);
  tell = count;
}

function begin({ request, response }: Started): void {
  const startedAt = performance.now();
  const id = requestIdOf(request.headers["x-request-id"]);
  // Next fetches the target of a redirect from itself, with these headers.
  request.headers["x-request-id"] = id;
  response.setHeader("X-Request-Id", id);
  enterRequest({
    id,
    host: request.headers.host ?? "",
    peer: request.socket.remoteAddress ?? "",
  });
  const { url = "", method = "" } = request;
  response.once("close", () => {
    tell({
      route: routeOf(url),
      method,
      status: response.writableFinished ? response.statusCode : null,
      seconds: (performance.now() - startedAt) / 1000,
    });
  });
}
