import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { forwardedAddress } from "@/lib/core/client-address";
import type { TlsMaterial } from "@/lib/core/tls-files";
import type { Authorizer, Decision, Reason } from "./authorizer";
import { isGatewayToken } from "./gateway-token";
import type { Metrics } from "./metrics";
import { type ReadHeaders, readHeaders, readMode } from "./read-request";
import { refuseUnreadable } from "./refuse-unreadable";
import { sendAllowed, sendDenied, sendJson, sendText, sendUnavailable } from "./responses";
import { makeListener, type Server } from "./tls";
import { describeKey } from "./whoami";

export interface ServerParts {
  authorizer: Authorizer;
  metrics: Metrics;
  tokens: readonly string[];
  trustedHops: number;
  life: { isDraining: boolean };
  /** What keeps it from being ready, in words; null: nothing does. */
  findTrouble(): Promise<string | null>;
  /** In Prometheus's text form. */
  describeMetrics(): Promise<string>;
  /** What does not keep it from being ready, and should be known; null: nothing. */
  warning(): string | null;
  onBug(error: unknown): void;
}

const whoami = "/v1/whoami";
const readPaths = new Set([whoami, "/healthz", "/readyz", "/metrics"]);

/** Longer than gateways keep idle connections, so that a gateway never sends on one that we are closing. */
const keepAliveMs = 75_000;
/** Slow senders are cut off. */
const headersMs = 10_000;
const requestMs = 15_000;
const checkMs = 2_000;
/** Gateways keep some tens of connections. More than this do not come from gateways. */
const maxConnections = 10_000;

/** Plain HTTP and HTTPS have the same limits and answers. */
export function makeServer(parts: ServerParts, tls: TlsMaterial | null = null): Server {
  const limits = {
    keepAliveTimeout: keepAliveMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
  };
  const server = makeListener(tls, limits, (request, response) =>
    answerSafely(parts, request, response),
  );
  // Requests with an Expect header are answered like any other.
  server.on("checkContinue", (request, response) => answerSafely(parts, request, response));
  server.on("checkExpectation", (request, response) => answerSafely(parts, request, response));
  server.on("clientError", refuseUnreadable);
  // No limit: Node would silently drop headers after the thousandth. Its limit of 16 kB for all headers is enough.
  server.maxHeadersCount = 0;
  server.maxConnections = maxConnections;
  return server;
}

/** If anything throws, nobody passes and the process lives on. */
function answerSafely(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  try {
    answer(parts, request, response);
  } catch (error) {
    fail(parts, response, error);
  }
}

function fail(parts: ServerParts, response: ServerResponse, error: unknown): void {
  parts.onBug(error);
  // Once a status without a body is set no other answer can be sent, even if its headers could not be.
  if (response.headersSent || response.statusCode !== 200) response.destroy();
  else sendUnavailable(response);
}

function answer(parts: ServerParts, request: IncomingMessage, response: ServerResponse): void {
  const startedAt = performance.now();
  // While draining, connections are closed after each answer, so that no gateway has an idle one left at the end.
  if (parts.life.isDraining) response.shouldKeepAlive = false;
  const { path, query } = splitUrl(request.url ?? "");
  const headers = readHeaders(request.rawHeaders);
  const isOpen = path === "/healthz";
  if (!isOpen && !isGatewayToken(parts.tokens, headers.gatewayToken)) {
    parts.metrics.count("denied", "no_gateway_token", (performance.now() - startedAt) / 1000);
    sendDenied(response);
  } else if (path === "/authorize") {
    authorize(parts, { request, response, headers, query, startedAt });
  } else if (!readPaths.has(path)) {
    sendText(response, 404, "Not found\n");
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    sendText(response.setHeader("Allow", "GET, HEAD"), 405, "Method not allowed\n");
  } else if (path === whoami) {
    authorize(parts, { request, response, headers, query: null, startedAt });
  } else {
    sendState(parts, path, response).catch((error) => fail(parts, response, error));
  }
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf("?");
  if (mark === -1) return { path: url, query: "" };
  return { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  headers: ReadHeaders;
  /** Null for whoami, which accepts keys of both modes. */
  query: string | null;
  startedAt: number;
}

function authorize(parts: ServerParts, exchange: Exchange): void {
  const decision = decide(parts, exchange);
  // Most decisions are synchronous. A promise for each would cost more than the look-up.
  if (decision instanceof Promise) {
    decision
      .then((late) => conclude(parts, exchange, late))
      .catch((error) => fail(parts, exchange.response, error));
  } else conclude(parts, exchange, decision);
}

function decide(parts: ServerParts, exchange: Exchange): Decision | Promise<Decision> {
  const { request, headers, query, startedAt } = exchange;
  const { authorization: header } = headers;
  if (header === undefined) return denied("no_credentials");
  const mode = query === null ? undefined : readMode(query);
  if (mode === null) return denied("bad_mode");
  const { trustedHops } = parts;
  const { socket } = request;
  const address =
    trustedHops === 0 ? peerOf(socket) : forwardedAddress(headers.forwardedFor, trustedHops, null);
  return parts.authorizer.decide({ header, mode }, address, startedAt);
}

const peers = new WeakMap<Socket, string | null>();

/** The address of who is connected, read once for each connection. */
function peerOf(socket: Socket): string | null {
  let address = peers.get(socket);
  if (address === undefined) {
    address = forwardedAddress(null, 0, socket.remoteAddress ?? null);
    peers.set(socket, address);
  }
  return address;
}

function denied(reason: Reason): Decision {
  return { verdict: "denied", reason };
}

function conclude(parts: ServerParts, exchange: Exchange, decision: Decision): void {
  const { response, query, startedAt } = exchange;
  const { verdict } = decision;
  const reason = verdict === "denied" ? decision.reason : "";
  parts.metrics.count(verdict, reason, (performance.now() - startedAt) / 1000);
  if (verdict === "denied") sendDenied(response);
  else if (verdict === "unavailable") sendUnavailable(response);
  else if (query === null) sendJson(response, 200, describeKey(decision.key));
  else sendAllowed(response, decision.key);
}

async function sendState(
  parts: ServerParts,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (path === "/healthz") {
    sendText(response, 200, "alive\n");
  } else if (path === "/readyz") {
    const trouble = await parts.findTrouble();
    const warning = parts.warning();
    if (trouble === null) sendText(response, 200, warning ? `ready\n${warning}\n` : "ready\n");
    else sendText(response, 503, `not ready: ${trouble}\n`);
  } else {
    const body = await parts.describeMetrics();
    sendText(response, 200, body, parts.metrics.contentType);
  }
}
