/**
 * Runs bcryptjs in a worker thread, because on the main thread a login stalls every other request for 100 ms (SECURITY
 * M4). There is one worker and a bounded queue: beyond that, logins are refused as `busy`. The thread's low priority
 * counts only against the rest of this server. An authorizer on the same machine needs a priority of its own, because
 * Linux shares the processor between sessions before it looks at threads (docs/operations.md).
 */
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { passwordRefusal } from "./refusals";

type Job =
  | { kind: "hash"; text: string; cost: number }
  | { kind: "compare"; text: string; hash: string };

interface Waiting {
  resolve(result: string | boolean): void;
  reject(error: Error): void;
}

const maxPlaces = 64;

// bcryptjs is resolved at run time from the working directory, because a bundler would move it.
const workerSource = `
const { parentPort, workerData } = require("node:worker_threads");
const bcrypt = require(workerData.bcryptjs);
try {
  const thread = require("node:fs").readlinkSync("/proc/thread-self").split("/").pop();
  require("node:os").setPriority(Number(thread), 10);
} catch {
  // Only Linux has priorities for threads; elsewhere hashing competes like everything else.
}
parentPort.on("message", ({ id, job }) => {
  try {
    const result = job.kind === "hash" ? bcrypt.hashSync(job.text, job.cost) : bcrypt.compareSync(job.text, job.hash);
    parentPort.postMessage({ id, result });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message) });
  }
});`;

interface Pool {
  worker?: Worker | undefined;
  waiting: Map<number, Waiting>;
  nextId: number;
  places: number;
}

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one worker and
// one queue.
const holder = globalThis as { keydeskHashing?: Pool };
holder.keydeskHashing ??= { waiting: new Map(), nextId: 0, places: 0 };
const pool = holder.keydeskHashing;

function startWorker(): Worker {
  const bcryptjs = createRequire(`${process.cwd()}/`).resolve("bcryptjs");
  const started = new Worker(workerSource, { eval: true, workerData: { bcryptjs } });
  started.unref();
  started.on(
    "message",
    ({ id, result, error }: { id: number; result: string | boolean; error?: string }) => {
      const job = pool.waiting.get(id);
      pool.waiting.delete(id);
      if (error === undefined) job?.resolve(result);
      else job?.reject(new Error(`bcrypt: ${error}`));
    },
  );
  started.on("error", (error) => failAll(error));
  return started;
}

function failAll(error: Error): void {
  pool.worker = undefined;
  for (const job of pool.waiting.values()) job.reject(error);
  pool.waiting.clear();
}

/**
 * Reserves a place in the queue for `work`, or throws `busy` before it starts, so that a try we were too busy to check
 * does not count against the user.
 */
export async function withHashingPlace<T>(work: () => Promise<T>): Promise<T> {
  if (pool.places >= maxPlaces) throw passwordRefusal("busy");
  pool.places++;
  try {
    return await work();
  } finally {
    pool.places--;
  }
}

function run(job: Job): Promise<string | boolean> {
  pool.worker ??= startWorker();
  const { worker } = pool;
  const id = pool.nextId++;
  return new Promise((resolve, reject) => {
    pool.waiting.set(id, { resolve, reject });
    worker.postMessage({ id, job });
  });
}

export async function bcryptHash(text: string, cost: number): Promise<string> {
  return (await run({ kind: "hash", text, cost })) as string;
}

export async function bcryptCompare(text: string, hash: string): Promise<boolean> {
  return (await run({ kind: "compare", text, hash })) as boolean;
}
