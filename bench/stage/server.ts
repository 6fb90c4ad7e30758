/** The servers that the authorizer is compared with: bundled, started one process each, ended by their id. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { freePort, stopProcess } from "@/bin/stack/servers";
import { isAlive } from "@/db/embedded/postmaster";

export interface BenchServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/** bench/servers/<name>.ts in one file; packages are taken from the project's node_modules. */
export async function bundleServer(name: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [`bench/servers/${name}.ts`],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
}

/** Returns once the script, which takes its port from `PORT`, listens. */
export async function startScript(
  script: string,
  env: Record<string, string>,
): Promise<BenchServer> {
  const port = await freePort();
  const log = openSync(`${script}.log`, "w", 0o600);
  const child = spawn(process.execPath, [script], {
    cwd: dirname(script),
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", PORT: `${port}`, ...env },
    // A Ctrl-C in the terminal must reach the bench only, which stops its servers in order.
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const { pid } = child;
  if (!pid) throw new Error(`${script} could not be started.`);
  const end = () => child.kill();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isListening(port))) {
    if (isAlive(pid) && Date.now() < deadline) {
      await sleep(50);
      continue;
    }
    await stopProcess(pid);
    throw new Error(`${script} did not start:\n${readFileSync(`${script}.log`, "utf8")}`);
  }
  return { url: `http://127.0.0.1:${port}`, pid, stop: () => stopProcess(pid) };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });
}
