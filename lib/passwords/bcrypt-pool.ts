/**
 * bcryptjs in a worker thread: on the main thread one login stalls every other request for 100 ms at a time
 * (SECURITY M4). One worker, a bounded queue: a flood is refused as `busy` instead of queueing for ever. Hashing gives
 * way to the rest of its server. Not to other processes: Linux shares the processor out between sessions first, so an
 * authorizer on the same machine has a priority of its own (docs/operations.md).
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

// Resolved at run time from the place the server runs in, so that no bundler moves it.
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

// `next` evaluates server modules more than once in one process; the worker and its queue must still be one.
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
 * Keeps a place in the queue for `work`, or throws `busy` before it has begun: nothing may count against a
 * person whom we were too busy to serve.
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
