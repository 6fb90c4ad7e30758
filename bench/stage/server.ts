/** The servers that the authorizer is compared with: bundled, started one process each, ended by their id. */
import { dirname } from "node:path";
import { build } from "esbuild";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";

export interface BenchServer {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

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
  const port = await findFreePort();
  const { pid, stop } = await startProcess({
    name: script,
    command: process.execPath,
    args: [script],
    cwd: dirname(script),
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: `${port}`, ...env },
    logFile: `${script}.log`,
    isReady: () => isListening(port),
    readyTimeoutMs: 60_000,
  });
  return { url: `http://127.0.0.1:${port}`, pid, stop };
}
