/** The servers that the authorizer is compared with: bundled, started one process each, ended by their id. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { buildNext, bundle } from "@/bin/build/build";
import { findFreePort, isListening } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";

/** bench/servers/<name> in one file; packages are taken from the project's node_modules. */
export async function bundleServer(name: string, outfile: string): Promise<string> {
  await bundle(`bench/servers/${name}`, outfile, { format: "esm", packages: "external" });
  return outfile;
}

/**
 * A Next.js app of these files, bundled from bench/servers, built for production; returns the script that serves it.
 */
export async function buildNextApp(folder: string, files: Record<string, string>): Promise<string> {
  const project = resolve(".");
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    await bundleServer(source, join(folder, file));
  }
  const config = {
    output: "standalone",
    outputFileTracingRoot: project,
    turbopack: { root: project },
    poweredByHeader: false,
  };
  writeFileSync(join(folder, "next.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  writeFileSync(join(folder, "package.json"), `{"private":true,"type":"module"}\n`);
  await buildNext(folder);
  return join(folder, ".next/standalone", relative(project, folder), "server.js");
}

/** Returns once the script, which takes its port from `PORT`, listens. */
export async function startScript(script: string, env: Record<string, string>) {
  const port = await findFreePort();
  const { stop } = await startProcess({
    name: script,
    command: process.execPath,
    args: [script],
    cwd: dirname(script),
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: `${port}`, ...env },
    logFile: `${script}.log`,
    isReady: () => isListening(port),
    readyTimeoutMs: 60_000,
  });
  return { url: `http://127.0.0.1:${port}`, stop };
}
