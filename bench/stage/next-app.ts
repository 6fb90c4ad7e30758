/** A Next.js app with one route handler, built for production in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { bundleServer } from "./server";

/** Builds it in `folder`, which lies in the project; returns the script that serves it. */
export async function buildNextApp(folder: string): Promise<string> {
  const project = resolve(".");
  mkdirSync(join(folder, "app/authorize"), { recursive: true });
  await bundleServer("next-route", join(folder, "app/authorize/route.js"));
  const config = {
    output: "standalone",
    outputFileTracingRoot: project,
    turbopack: { root: project },
    poweredByHeader: false,
  };
  writeFileSync(join(folder, "next.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  writeFileSync(join(folder, "package.json"), `{"private":true,"type":"module"}\n`);
  await runBuild(resolve("node_modules/next/dist/bin/next"), folder);
  return join(folder, ".next/standalone", relative(project, folder), "server.js");
}

async function runBuild(next: string, folder: string): Promise<void> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [next, "build"], {
    cwd: folder,
    env: { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = () => child.kill();
  process.once("exit", end);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", done));
  process.off("exit", end);
  if (code !== 0) throw new Error(`The Next.js app could not be built:\n${said}`);
}
