/**
 * HTTP to this machine as no browser would send it: any Host, headers and bytes. Always to 127.0.0.1, because Node does
 * not resolve names such as axis.localhost; the Host header says which brand is meant (ECOSYSTEM §4.18).
 */
import { type Agent, type IncomingHttpHeaders, request } from "node:http";
import { request as tlsRequest } from "node:https";
import { connect } from "node:net";

export interface HttpRequest {
  port: number;
  method?: string;
  path?: string;
  headers?: Record<string, string> | undefined;
  body?: string | Buffer;
  /** Sends the body without a content-length. */
  isChunked?: boolean;
  /** Keeps connections for later requests. Default: this request has a connection of its own. */
  agent?: Agent | undefined;
  localAddress?: string;
  /** By TLS, to a server that has this certificate and name. */
  tls?: { ca: string; servername: string } | undefined;
  /** After so long without a byte there is no answer. */
  timeoutMs?: number;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values alternating, as they came. */
  rawHeaders: string[];
  body: string;
  /** From the call to the answer's last byte. */
  ms: number;
  /** Without an answer: the kept connection had been closed by the server when the request was written to it. */
  wasClosed?: boolean;
}

/** Longer than any answer takes on a crowded machine. */
const defaultTimeoutMs = 60_000;
const bytesTimeoutMs = 15_000;

/** Fails when there is no whole answer. */
export async function send(o: HttpRequest): Promise<HttpAnswer> {
  const answer = await trySend(o);
  if (answer.status === 0) throw new Error(`${o.method ?? "GET"} ${o.path}: ${answer.body}`);
  return answer;
}

/** Without a whole answer the status is 0, and the body says why. */
export function trySend(o: HttpRequest): Promise<HttpAnswer> {
  const { body, agent = false, timeoutMs: timeout = defaultTimeoutMs, isChunked, tls, ...rest } = o;
  const length =
    body === undefined || isChunked ? {} : { "content-length": `${Buffer.byteLength(body)}` };
  const started = performance.now();
  return new Promise((done) => {
    const headers = { ...length, ...o.headers };
    const options = { ...rest, ...tls, host: "127.0.0.1", headers, agent, timeout };
    const call = tls ? tlsRequest(options) : request(options);
    const end = (status: number, body: string, more: Partial<HttpAnswer> = {}) => {
      const ms = performance.now() - started;
      done({ status, headers: {}, rawHeaders: [], body, ms, ...more });
    };
    call.on("response", (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      answer.on("error", (error) => end(0, error.message));
      const { statusCode = 0, headers, rawHeaders } = answer;
      answer.on("end", () => end(statusCode, text, { headers, rawHeaders }));
    });
    call.on("timeout", () => call.destroy(new Error("no answer in time")));
    call.on("error", (error: NodeJS.ErrnoException) =>
      end(0, error.message, { wasClosed: call.reusedSocket && error.code === "ECONNRESET" }),
    );
    if (body !== undefined && isChunked) call.write(body);
    call.end(isChunked ? undefined : body);
  });
}

/**
 * Writes these bytes to a connection (a text as Latin-1) and returns all that comes back until the other side closes
 * it. With `silenceMs` that long a silence, or a reset of the connection, is an end too.
 */
export function sendBytes(
  bytes: string | Buffer,
  port: number,
  silenceMs?: number,
): Promise<string> {
  return new Promise((done, fail) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(Buffer.from(bytes as string, "latin1")),
    );
    const isEnd = silenceMs !== undefined;
    socket.setEncoding("latin1").setTimeout(isEnd ? 4_000 : bytesTimeoutMs);
    socket.on("timeout", () => socket.destroy(isEnd ? undefined : new Error("no answer")));
    socket.on("data", (chunk) => {
      text += chunk;
      if (silenceMs !== undefined) socket.setTimeout(silenceMs);
    });
    socket.on("error", (error) => (isEnd ? undefined : fail(error)));
    socket.on("close", () => done(text));
  });
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}
