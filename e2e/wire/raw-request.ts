/** Requests to the dashboard that all specs share, or to another one by its port (bin/process/http.ts). */
import * as http from "@/bin/process/http";

export type RawAnswer = http.HttpAnswer;

export interface RawRequest extends Partial<http.HttpRequest> {
  /** The Host header; default: the razorpay brand on this port. */
  host?: string;
}

export function sharedPort(): number {
  return Number(process.env.KEYDESK_E2E_PORT);
}

export function hostOf(brandHost: string, port = sharedPort()): string {
  return `${brandHost}:${port}`;
}

export function send({ host, port = sharedPort(), ...o }: RawRequest = {}): Promise<RawAnswer> {
  const headers = { host: host ?? hostOf("razorpay.localhost", port), ...o.headers };
  return http.send({ ...o, port, headers });
}

/** The answer to these very bytes, until the dashboard closes the connection. */
export function sendBytes(bytes: string | Buffer): Promise<string> {
  return http.sendBytes(bytes, sharedPort());
}

/** The status of an answer to `sendBytes`; 0 when the connection was closed without one. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
