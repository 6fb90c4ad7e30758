/** Every answer of the authorizer, to the byte (DESIGN §5, A-4, A-8). */
import type { ServerResponse } from "node:http";
import type { StoredKey } from "./stored-key";

type Headers = (string | number)[];

const json = "application/json; charset=utf-8";
const noStore: Headers = ["Cache-Control", "no-store"];

const denied = JSON.stringify({
  error: {
    code: "BAD_REQUEST_ERROR",
    description: "Authentication failed",
    source: "business",
    step: "authentication",
    reason: "invalid_api_key",
    metadata: {},
  },
});
const deniedHeaders: Headers = [
  "WWW-Authenticate",
  'Basic realm="api", charset="UTF-8"',
  ...contentHeaders(denied),
];

const unavailable = JSON.stringify({
  error: {
    code: "SERVER_ERROR",
    description: "We cannot check this key just now. Try again in a moment.",
    source: "internal",
    step: "authentication",
    reason: "server_error",
    metadata: {},
  },
});
const unavailableHeaders: Headers = ["Retry-After", "1", ...contentHeaders(unavailable)];

export function sendAllowed(response: ServerResponse, key: StoredKey): void {
  response.writeHead(204, [
    "X-Key-Id",
    key.keyId,
    "X-Merchant-Id",
    key.merchantId,
    "X-Mode",
    key.mode,
    "X-Org",
    key.orgId,
    "Cache-Control",
    "no-store",
  ]);
  response.end();
}

/** The same answer for all refused credentials, whatever the cause. */
export function sendDenied(response: ServerResponse): void {
  response.writeHead(401, deniedHeaders).end(denied);
}

export function sendUnavailable(response: ServerResponse): void {
  response.writeHead(503, unavailableHeaders).end(unavailable);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = `${JSON.stringify(value)}\n`;
  response.writeHead(status, contentHeaders(body)).end(body);
}

export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  type = "text/plain; charset=utf-8",
): void {
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Type", type);
  response.setHeader("Content-Length", Buffer.byteLength(body));
  response.writeHead(status).end(body);
}

/** The raw answer to a request whose headers are too large; Node gives us no response object for it. */
export const rawDenied = [
  "HTTP/1.1 401 Unauthorized",
  ...pairs(deniedHeaders),
  "Connection: close",
  "",
  denied,
].join("\r\n");

function contentHeaders(body: string): Headers {
  return [...noStore, "Content-Type", json, "Content-Length", Buffer.byteLength(body)];
}

function pairs(headers: Headers): string[] {
  return headers.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : [],
  );
}
