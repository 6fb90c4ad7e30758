/**
 * Load on an authorizer at a fixed rate, whatever the answers take (open loop), with every answer compared with what
 * it must be. A request is due at its moment whatever earlier ones do: when all connections are busy, the wait for one
 * counts as latency.
 */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { portOf, trySend } from "@/bin/process/http";
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";
import { percentile } from "./rounds";

interface LoadRequest {
  /** None: the request has no such header. */
  authorization?: string | undefined;
  expected: number;
}

export interface LoadOptions {
  /** The server on 127.0.0.1, without a path. */
  url: string;
  rate: number;
  seconds: number;
  connections: number;
  pick: () => LoadRequest;
  /** Every n-th request opens a connection of its own. Default: none does. */
  coldEvery?: number;
}

const timeoutMs = 5_000;

export type LoadResult = Awaited<ReturnType<typeof runLoad>>;

/** p99 is in milliseconds, from the moment when a request was due until the answer's last byte. */
export async function runLoad(o: LoadOptions) {
  const port = portOf(o.url);
  // Each connection gets its turn: none idles until the server closes it.
  const sockets = { maxSockets: o.connections, maxFreeSockets: o.connections };
  const kept = new Agent({ keepAlive: true, scheduling: "fifo", ...sockets });
  const total = Math.round(o.rate * o.seconds);
  const latencies: number[] = [];
  /** Each as "expected 204, got 503". A request that got no answer has 0. */
  const wrongAnswers: string[] = [];
  const one = async (index: number) => {
    const { authorization, expected } = o.pick();
    const isCold = o.coldEvery !== undefined && index % o.coldEvery === 0;
    const agent = isCold ? undefined : kept;
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const { status, ms } = await trySend({ port, path: "/authorize", headers, agent, timeoutMs });
    latencies.push(ms);
    if (status !== expected) wrongAnswers.push(`expected ${expected}, got ${status}`);
  };

  const pending: Promise<void>[] = [];
  const begin = performance.now();
  while (pending.length < total) {
    const passed = performance.now() - begin;
    const due = Math.min(total, Math.floor((passed / 1_000) * o.rate) + 1);
    while (pending.length < due) pending.push(one(pending.length));
    await sleep(1);
  }
  await Promise.all(pending);
  kept.destroy();
  return { wrongAnswers, p99: percentile(latencies, 0.99) };
}

/** At least two live keys; one of each other kind. */
export type ProfileKeys = Record<"live" | "test" | "retiring" | "revoked", Credentials[]>;

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
