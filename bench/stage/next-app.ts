/** A Next.js app with one route handler, built for production in a folder of its own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { buildNext } from "@/bin/build/build";
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
  await buildNext(folder);
  return join(folder, ".next/standalone", relative(project, folder), "server.js");
}
