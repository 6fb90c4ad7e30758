/**
 * bcryptjs in a process of its own: on the main thread one login stalls every other request for 100 ms at a time
 * (SECURITY M4). One process, a bounded queue: a flood is refused as `busy` instead of queueing for ever. Hashing
 * gives way to whoever else wants the processor, the authorizer of the same machine included.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { AppError } from "@/lib/core/errors";

type Job =
  | { kind: "hash"; text: string; cost: number }
  | { kind: "compare"; text: string; hash: string };

interface Answer {
  id: number;
  result: string | boolean;
  error?: string;
}

interface Waiting {
  resolve(result: string | boolean): void;
  reject(error: Error): void;
}

const maxPlaces = 64;

// Why a process and not a thread: Linux shares the processor out between sessions first (autogroup), and a thread's
// own priority counts only inside the session of its server. So the hasher leads a session, and lowers that one too.
// It ends when its channel closes, however its parent ended.
//
// Why it rests: the scheduler lets whoever computes finish a slice of milliseconds, whatever the priorities, and the
// authorizer answers in a fraction of one. bcryptjs pauses for others every 100 ms of `Date.now`; here these pass in
// half a millisecond. Where rests turn out long, somebody else is computing: they may cost a quarter of the work.
const hasherSource = `
const bcrypt = require(process.argv[1]);
const priority = 5;
const [workMs, restMs, maxCost] = [0.5, 0.05, 0.25];
require("node:os").setPriority(priority);
try {
  require("node:fs").writeFileSync("/proc/self/autogroup", String(priority));
} catch {
  // Not Linux, or its sessions do not count: then the process's own priority does.
}
process.title = "keydesk-hasher";
const now = performance.now.bind(performance);
Date.now = () => now() * (100 / workMs);
const never = new Int32Array(new SharedArrayBuffer(4));
async function work(job) {
  const begin = now();
  let rested = 0;
  const rest = () => {
    const start = now();
    if (rested > (start - begin - rested) * maxCost) return;
    Atomics.wait(never, 0, 0, restMs);
    rested += now() - start;
  };
  return job.kind === "hash"
    ? bcrypt.hash(job.text, job.cost, undefined, rest)
    : bcrypt.compare(job.text, job.hash, undefined, rest);
}
let last = Promise.resolve();
process.on("disconnect", () => process.exit());
process.on("message", ({ id, job }) => {
  // One after the other: side by side, all of a flood's would be finished at its end.
  last = last.then(() => work(job)).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, error: String(error && error.message) }),
  );
});`;

interface Pool {
  hasher?: ChildProcess | undefined;
  waiting: Map<number, Waiting>;
  nextId: number;
  places: number;
}

// `next` evaluates server modules more than once in one process; the hasher must still be one.
const holder = globalThis as { keydeskHashing?: Pool };
holder.keydeskHashing ??= { waiting: new Map(), nextId: 0, places: 0 };
const pool = holder.keydeskHashing;

function startHasher(): ChildProcess {
  // Resolved at run time from the place the server runs in, so that no bundler moves it.
  const bcryptjs = createRequire(`${process.cwd()}/`).resolve("bcryptjs");
  const started = spawn(process.execPath, ["-e", hasherSource, bcryptjs], {
    detached: true,
    // None of the server's secrets.
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  started.unref();
  started.on("message", ({ id, result, error }: Answer) => {
    const job = take(id);
    if (error === undefined) job?.resolve(result);
    else job?.reject(new Error(`bcrypt: ${error}`));
  });
  started.on("error", (error) => failAll(started, error));
  started.on("exit", () => failAll(started, new Error("bcrypt: its process has ended.")));
  return started;
}

/** The server may end while nobody waits for a hash, and only then. */
function take(id: number): Waiting | undefined {
  const job = pool.waiting.get(id);
  pool.waiting.delete(id);
  if (pool.waiting.size === 0) pool.hasher?.channel?.unref();
  return job;
}

function failAll(failed: ChildProcess, error: Error): void {
  if (pool.hasher !== failed) return;
  pool.hasher = undefined;
  for (const job of pool.waiting.values()) job.reject(error);
  pool.waiting.clear();
}

/**
 * Keeps a place in the queue for `work`, or throws `busy` before it has begun: nothing may count against a
 * person whom we were too busy to serve.
 */
export async function withPlace<T>(work: () => Promise<T>): Promise<T> {
  if (pool.places >= maxPlaces) throw new AppError("busy");
  pool.places++;
  try {
    return await work();
  } finally {
    pool.places--;
  }
}

function run(job: Job): Promise<string | boolean> {
  pool.hasher ??= startHasher();
  const { hasher } = pool;
  const id = pool.nextId++;
  return new Promise((resolve, reject) => {
    pool.waiting.set(id, { resolve, reject });
    hasher.channel?.ref();
    // An error here is told to "exit" or "error" as well.
    hasher.send({ id, job }, () => undefined);
  });
}

export async function bcryptHash(text: string, cost: number): Promise<string> {
  return (await run({ kind: "hash", text, cost })) as string;
}

export async function bcryptCompare(text: string, hash: string): Promise<boolean> {
  return (await run({ kind: "compare", text, hash })) as boolean;
}
