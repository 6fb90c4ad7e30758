/**
 * Runs bcryptjs in worker threads, because on the main thread a login stalls every other request for 100 ms (SECURITY
 * M4). Whoever wants a hash waits in a fair queue, so that a flood from one network is in nobody's way but its own, and
 * is refused as `busy` when that takes too long. The threads' low priority counts only against the rest of this server.
 * An authorizer on the same machine needs a priority of its own, because Linux shares the processor between sessions
 * before it looks at threads (docs/operations.md).
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import { env } from "@/lib/core/env";
import { count } from "@/lib/core/measure";
import { type Asker, FairQueue, type QueueFigures } from "./fair-queue";
import { passwordRefusal } from "./refusals";

export type HashJob =
  | { kind: "hash"; text: string; cost: number }
  | { kind: "compare"; text: string; hash: string };

/** How long anybody waits: longer than that, a person has gone and the proxy may have. */
const longestWaitMs = 20_000;

/** From the working directory, which is the project's folder or the build's: a bundler would move it. */
const workerFile = "lib/passwords/hash-worker.mjs";

interface Hashing {
  threads: number;
  pool: Piscina<HashJob, string | boolean>;
  queue: FairQueue;
}

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one pool and one
// queue.
const holder = globalThis as { keydeskHashing?: Hashing };

function hashing(): Hashing {
  holder.keydeskHashing ??= startHashing();
  return holder.keydeskHashing;
}

function startHashing(): Hashing {
  const threads = env().HASHING_THREADS ?? Math.max(1, availableParallelism() - 1);
  const filename = join(process.cwd(), workerFile);
  const pool = new Piscina<HashJob, string | boolean>({
    filename,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
  });
  // One place more than threads: no thread rests while a try is being counted in the database.
  const places = threads + 1;
  const queue = new FairQueue({ places, mostWaiting: 512, longestWaitMs, halfLifeMs: 60_000 });
  return { threads, pool, queue };
}

/**
 * Waits for a place for `work`, or throws `busy` before it starts, so that a try we were too busy to check does not count
 * against the user.
 */
export function withHashingPlace<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
  return hashing().queue.run(asker, refuse, work);
}

function refuse(): Error {
  count("keydesk_hashing_refused_total", {});
  return passwordRefusal("busy");
}

/** How busy the hashing is at this moment. */
export function hashingFigures(): QueueFigures & { threads: number } {
  const { threads, queue } = hashing();
  return { threads, ...queue.figures };
}

export async function bcryptHash(text: string, cost: number): Promise<string> {
  return (await hashing().pool.run({ kind: "hash", text, cost })) as string;
}

export async function bcryptCompare(text: string, hash: string): Promise<boolean> {
  return (await hashing().pool.run({ kind: "compare", text, hash })) as boolean;
}
