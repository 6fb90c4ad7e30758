/** HTTP as no browser would send it: any host, any headers, any bytes, always to 127.0.0.1 (ECOSYSTEM §4.18). */
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

export interface RawRequest {
  method?: string;
  path?: string;
  /** The Host header; default: the razorpay brand on this port. */
  host?: string;
  /** Added as they are; a list of pairs may repeat a name. */
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Sends the body without a content-length. */
  isChunked?: boolean;
  /** Default: the dashboard that all specs share. */
  port?: number;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names and values alternating, as they came. */
  rawHeaders: string[];
  body: string;
}

export function sharedPort(): number {
  return Number(process.env.KEYDESK_E2E_PORT);
}

export function hostOf(brandHost: string, port = sharedPort()): string {
  return `${brandHost}:${port}`;
}

export function send(o: RawRequest = {}): Promise<RawAnswer> {
  const port = o.port ?? sharedPort();
  const { method = "GET", path = "/", body } = o;
  const length =
    body === undefined || o.isChunked ? {} : { "content-length": `${Buffer.byteLength(body)}` };
  const headers = { host: o.host ?? hostOf("razorpay.localhost", port), ...length, ...o.headers };
  return new Promise((done, fail) => {
    const call = request({ host: "127.0.0.1", port, method, path, headers, agent: false });
    call.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", fail);
      answer.on("end", () =>
        done({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          rawHeaders: answer.rawHeaders,
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    call.on("error", fail);
    if (body !== undefined && o.isChunked) call.write(body);
    call.end(o.isChunked ? undefined : body);
  });
}

/** Writes these bytes to a socket and returns all that comes back until the other side closes. */
export function sendBytes(bytes: string | Buffer, port = sharedPort()): Promise<string> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(15_000, () => socket.destroy(new Error("no answer")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", fail);
    socket.on("close", () => done(Buffer.concat(chunks).toString("utf8")));
  });
}

/** The status of an answer that `sendBytes` returned; 0 when the connection was closed without one. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
