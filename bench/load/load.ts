/**
 * Load on an authorizer at a fixed rate, whatever the answers take (open loop), with every answer compared with what
 * it must be. Requests wait for nobody: when all connections are busy, the wait for one counts as latency.
 */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";

export interface LoadRequest {
  /** None: the request has no such header. */
  authorization?: string | undefined;
  expected: number;
  /** Default: /authorize. */
  path?: string;
}

export interface LoadOptions {
  /** The server, without a path; loopback only. */
  url: string;
  /** Requests a second. */
  rate: number;
  seconds: number;
  connections: number;
  pick: () => LoadRequest;
  /** Every n-th request opens a connection of its own. Default: none does. */
  coldEvery?: number;
}

/** Latencies in milliseconds with fractions, from the wish to ask until the answer's last byte. */
export interface LoadResult {
  count: number;
  wrong: number;
  /** The first few wrong answers: "expected 204, got 503". A request that got no answer has 0. */
  wrongAnswers: string[];
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** How late this client itself was at worst: a large value means that the machine, not the server, was slow. */
  late: number;
}

const timeoutMs = 5_000;
const keptWrong = 10;

export async function runLoad(o: LoadOptions): Promise<LoadResult> {
  const { hostname, port } = new URL(o.url);
  if (hostname !== "127.0.0.1") throw new Error("Load goes to 127.0.0.1 only.");
  // Each connection gets its turn: none idles until the server closes it.
  const sockets = { maxSockets: o.connections, maxFreeSockets: o.connections };
  const agent = new Agent({ keepAlive: true, scheduling: "fifo", ...sockets });
  const total = Math.round(o.rate * o.seconds);
  const latencies = new Float64Array(total);
  const wrongAnswers: string[] = [];
  let [wrong, late] = [0, 0];
  const one = async (index: number) => {
    const wanted = o.pick();
    const isCold = o.coldEvery !== undefined && index % o.coldEvery === 0;
    const start = performance.now();
    const status = await ask(isCold ? false : agent, Number(port), wanted);
    latencies[index] = performance.now() - start;
    if (status === wanted.expected) return;
    wrong += 1;
    if (wrongAnswers.length < keptWrong)
      wrongAnswers.push(`expected ${wanted.expected}, got ${status}`);
  };

  const pending: Promise<void>[] = [];
  const begin = performance.now();
  while (pending.length < total) {
    const passed = performance.now() - begin;
    late = Math.max(late, passed - (pending.length / o.rate) * 1_000);
    const due = Math.min(total, Math.floor((passed / 1_000) * o.rate) + 1);
    while (pending.length < due) pending.push(one(pending.length));
    await sleep(1);
  }
  await Promise.all(pending);
  agent.destroy();
  return { count: total, wrong, wrongAnswers, ...summarize(latencies), late };
}

/** The smallest value that at least this share of the values does not exceed; sorts in place. */
export function percentiles(values: Float64Array, shares: number[]): number[] {
  values.sort();
  return shares.map((share) => values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0);
}

function summarize(latencies: Float64Array) {
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = percentiles(latencies, [0.5, 0.95, 0.99, 1]);
  return { p50, p95, p99, max };
}

function ask(agent: Agent | false, port: number, wanted: LoadRequest): Promise<number> {
  const { authorization, path = "/authorize" } = wanted;
  const headers = authorization === undefined ? {} : { authorization };
  return new Promise((done) => {
    const call = request({ agent, host: "127.0.0.1", port, path, headers, timeout: timeoutMs });
    call.on("response", (answer) => {
      answer.on("end", () => done(answer.statusCode ?? 0));
      answer.on("error", () => done(0));
      answer.resume();
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => done(0));
    call.end();
  });
}

/** At least two live keys; one of each other kind. */
export interface ProfileKeys {
  live: Credentials[];
  test: Credentials[];
  retiring: Credentials[];
  revoked: Credentials[];
}

const garbage = [
  undefined,
  "",
  "Basic",
  "Basic !!!",
  "Bearer abc",
  `Basic ${Buffer.from("nobody").toString("base64")}`,
  `Basic ${Buffer.from("rzp_live_short:secret").toString("base64")}`,
];

/**
 * The load profile of SECURITY 2.1 as a `pick`: of 100 requests 70 with a live key, 15 with a test key, 5 with a
 * retiring one, 5 with a revoked one, 3 with another key's secret, 2 with garbage. Always in the same order.
 */
export function loadProfile(keys: ProfileKeys): () => LoadRequest {
  const turns = new Map<unknown[], number>();
  const next = <T>(list: T[]): T => {
    const turn = turns.get(list) ?? 0;
    turns.set(list, turn + 1);
    return list[turn % list.length] as T;
  };
  const wrongPairs = keys.live.map(({ keyId }, index) => ({
    keyId,
    secret: keys.live[(index + 1) % keys.live.length]?.secret ?? "",
  }));
  let count = 0;
  return () => {
    // 37 and 100 have no common factor: a hundred requests visit every place once, the kinds well mixed.
    const place = (count++ * 37) % 100;
    if (place < 70) return { authorization: basic(next(keys.live)), expected: 204 };
    if (place < 85) return { authorization: basic(next(keys.test)), expected: 204 };
    if (place < 90) return { authorization: basic(next(keys.retiring)), expected: 204 };
    if (place < 95) return { authorization: basic(next(keys.revoked)), expected: 401 };
    if (place < 98) return { authorization: basic(next(wrongPairs)), expected: 401 };
    return { authorization: next(garbage), expected: 401 };
  };
}
