/**
 * The one way to start a program that keeps running.
 * - It is ready on return; else it is stopped again and the error has the end of its log.
 * - It gets the environment that it is given and nothing else.
 * - It is ended when its starter exits, unless a signal kills the starter.
 */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { portOf, trySend } from "./http";
import { isAlive, stopProcess } from "./is-alive";

interface ProgramState {
  name: string;
  logFile: string;
  /** Asked over and over until it is so. */
  isReady(pid: number): boolean | Promise<boolean>;
  readyTimeoutMs?: number;
}

export interface ProgramOptions extends ProgramState, Pick<SpawnOptions, "cwd" | "uid" | "gid"> {
  command: string;
  args: string[];
  env: Record<string, string | undefined>;
  /** Called at once. */
  onStart?: (pid: number) => void;
  /** Sees each line of its output, which goes into the log as well. */
  onLine?: ((line: string) => void) | undefined;
  stop?: (pid: number) => Promise<void>;
  /** True: a later start of its starter finds it running. */
  outlivesStarter?: boolean;
}

export interface RunningProgram {
  pid: number;
  /** Settles when the process ends, whoever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

const shownLines = 15;

/** Appends the program's output to the log. */
export async function startProcess(o: ProgramOptions): Promise<RunningProgram> {
  const log = openLog(o.logFile);
  const logStart = fstatSync(log).size;
  const child = launch(o, log);
  closeSync(log);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const { pid } = child;
  if (!pid) {
    const [error] = await once(child, "error");
    throw new Error(`${o.name} could not be started: ${error.message}`);
  }
  if (o.outlivesStarter) child.unref();
  else endWithStarter(child);
  o.onStart?.(pid);
  const stop = () => (o.stop ?? stopProcess)(pid);
  await waitUntilReady(o, pid, logStart).catch(async (error) => {
    await stop();
    throw error;
  });
  return { pid, exited, stop };
}

function launch(o: ProgramOptions, log: number): ChildProcess {
  const { command, args, onLine, env, cwd, uid, gid } = o;
  const output = onLine ? "pipe" : log;
  const child = spawn(command, args, {
    env: env as NodeJS.ProcessEnv,
    ...(cwd !== undefined && { cwd }),
    ...(uid !== undefined && gid !== undefined && { uid, gid }),
    // A Ctrl-C in the terminal must reach the starter only, which stops its programs in order.
    detached: true,
    stdio: ["ignore", output, output],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on("line", (line) => {
      appendFileSync(o.logFile, `${line}\n`);
      onLine?.(line);
    });
  }
  return child;
}

/** Opens the file to append to it; only its owner may read it. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, "a", 0o600);
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill();
});

export function endWithStarter(child: ChildProcess): void {
  running.add(child);
  child.once("exit", () => running.delete(child));
}

/** Throws with the end of the log when the process ends before it is ready, or takes too long. */
export async function waitUntilReady(o: ProgramState, pid: number, logStart = 0): Promise<void> {
  const deadline = Date.now() + (o.readyTimeoutMs ?? 30_000);
  while (!(await o.isReady(pid))) {
    const isLate = Date.now() > deadline;
    if (isLate || !isAlive(pid)) {
      const why = isLate ? "was not ready in time" : "did not start";
      throw new Error(`${o.name} ${why}:\n${readEnd(o.logFile, logStart)}`);
    }
    await sleep(20);
  }
}

function readEnd(logFile: string, logStart = 0): string {
  const text = readFileSync(logFile).subarray(logStart).toString("utf8");
  return text.trim().split("\n").slice(-shownLines).join("\n") || "it said nothing";
}

/** The status that this address answers with; 0: no answer. */
export async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const path = new URL(url).pathname;
  return (await trySend({ port: portOf(url), path, headers, timeoutMs: 5_000 })).status;
}
