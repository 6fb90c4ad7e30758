/** Servers of a build, as child processes that are stopped by their id. */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { request } from "node:http";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { authorizerFile, markUse, workerFile } from "@/bin/build/build";
import { isAlive, waitUntilGone } from "@/db/embedded/postmaster";

export { findFreePort as freePort } from "@/bin/process/ports";

export interface ServerOptions {
  buildDir: string;
  port: number;
  env: Record<string, string>;
  logFile?: string;
}

export interface Server {
  url: string;
  pid: number;
  /** Settles when the process ends, whoever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

interface Program {
  name: string;
  script: string;
  readyPath: string;
  env: Record<string, string>;
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "TZ"];

/** Serves a build's dashboard on 127.0.0.1 and returns once it is ready; else throws with the end of its log. */
export function startDashboard(o: ServerOptions): Promise<Server> {
  const env = { HOSTNAME: "127.0.0.1", PORT: `${o.port}` };
  return startServer(o, {
    name: "dashboard",
    script: "server.js",
    readyPath: "/api/ready",
    env,
  });
}

/** The same for its authorizer. `env.AUTHORIZER_TOKEN` would keep it from being seen ready: set none. */
export function startAuthorizer(o: ServerOptions): Promise<Server> {
  const env = { AUTHORIZER_HOST: "127.0.0.1", AUTHORIZER_PORT: `${o.port}` };
  return startServer(o, { name: "authorizer", script: authorizerFile, readyPath: "/readyz", env });
}

/** The same for its worker, which answers nothing but whether it is healthy. */
export function startWorker(o: ServerOptions): Promise<Server> {
  const env = { WORKER_PORT: `${o.port}` };
  return startServer(o, { name: "worker", script: workerFile, readyPath: "/healthz", env });
}

async function startServer(o: ServerOptions, program: Program): Promise<Server> {
  const logFile = resolve(o.logFile ?? `.data/logs/${program.name}-${o.port}.log`);
  fs.mkdirSync(dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "w", 0o600);
  const child = spawn(process.execPath, [join(o.buildDir, program.script)], {
    cwd: o.buildDir,
    env: childEnv(o, program),
    // A Ctrl-C in the terminal must reach the starter only, which stops its servers in order.
    detached: true,
    stdio: ["ignore", log, log],
  });
  fs.closeSync(log);
  const { pid } = child;
  if (!pid) throw new Error(`The ${program.name}'s process could not be started.`);
  const unmark = markUse(o.buildDir, pid);
  // A starter that ends early, whatever the reason it can still act on, leaves no server behind.
  const end = () => child.kill();
  process.once("exit", end);
  const exited = whenExited(child).then(() => {
    process.off("exit", end);
    unmark();
  });
  const url = `http://127.0.0.1:${o.port}`;
  const stop = () => stopProcess(pid);
  try {
    await waitUntilReady(program, url, pid, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid, exited, stop };
}

/** SIGTERM, and SIGKILL for what does not end in time. */
export async function stopProcess(pid: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await waitUntilGone(pid, stopTimeoutMs)) return;
  }
}

/** Nothing of the starter's configuration leaks in: a server gets what it is given. */
function childEnv(o: ServerOptions, program: Program): NodeJS.ProcessEnv {
  const base = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
  return { ...base, ...o.env, NODE_ENV: "production", ...program.env };
}

function whenExited(child: ChildProcess): Promise<void> {
  return new Promise((done) => child.once("exit", () => done()));
}

async function waitUntilReady(
  { name, readyPath }: Program,
  url: string,
  pid: number,
  logFile: string,
): Promise<void> {
  const deadline = Date.now() + readyTimeoutMs;
  while ((await statusOf(`${url}${readyPath}`)) !== 200) {
    const isLate = Date.now() > deadline;
    if (isLate || !isAlive(pid)) {
      const tail = fs.readFileSync(logFile, "utf8").trim().split("\n").slice(-15).join("\n");
      throw new Error(
        `The ${name} ${isLate ? "was not ready in time" : "did not start"}:\n${tail}`,
      );
    }
    await sleep(50);
  }
}

function statusOf(url: string): Promise<number> {
  return new Promise((done) => {
    const call = request(url, { timeout: 5_000, agent: false }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => done(0));
    call.end();
  });
}
