import { Counter, Histogram, type Registry } from "prom-client";

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const methods = new Set(["GET", "HEAD", "POST"]);

export interface AnsweredRequest {
  /** A pattern that is known beforehand, never an address that a client sent. */
  route: string;
  method: string;
  /** Null: the client had gone before the answer was whole. */
  status: number | null;
  seconds: number;
}

/** Adds the requests to a registry. Returns what counts one. */
export function addRequests(registry: Registry): (request: AnsweredRequest) => void {
  const registers = [registry];
  const answers = new Counter({
    name: "keydesk_http_requests_total",
    help: "Requests by route, method and status; a POST to a page is a server action.",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const latency = new Histogram({
    name: "keydesk_http_request_seconds",
    help: "Time from a request's headers to the end of its answer.",
    labelNames: ["route"],
    buckets,
    registers,
  });
  return ({ route, method, status, seconds }) => {
    const known = methods.has(method) ? method : "other";
    answers.inc({ route, method: known, status: status ?? "gone" });
    latency.observe({ route }, seconds);
  };
}
