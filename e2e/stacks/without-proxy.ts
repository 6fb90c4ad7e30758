/**
 * The build with its proxy taken out, as a way around it would (C-2): Next has had several. The rest of the server is
 * the same, so that what it still refuses is refused by the app itself.
 */
import * as fs from "node:fs";
import { join } from "node:path";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { startServer } from "@/bin/stack/servers";

/** A second dashboard beside the one that all specs share: its configuration, database and sessions, no proxy. */
export function startWithoutProxy() {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const { folder: buildDir, remove } = makeOwnFolder("without-proxy");
    cleanups.add(remove);
    copyWithoutProxy(process.env.KEYDESK_E2E_BUILD ?? "", buildDir);
    const env = {
      ...JSON.parse(process.env.KEYDESK_E2E_CONFIG ?? ""),
      DASHBOARD_ORIGIN: `http://*:${port}`,
    };
    await cleanups.keep(startServer("dashboard", { buildDir, port, env }));
    return { port };
  });
}

function copyWithoutProxy(from: string, to: string): void {
  const filter = (path: string) => !path.startsWith(join(from, ".users"));
  fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter });
  const file = join(to, ".next/server/functions-config-manifest.json");
  const manifest = JSON.parse(fs.readFileSync(file, "utf8"));
  if (!manifest.functions["/_middleware"]) throw new Error("The build has no proxy to take out.");
  delete manifest.functions["/_middleware"];
  fs.writeFileSync(file, JSON.stringify(manifest));
  fs.rmSync(join(to, ".next/server/middleware.js"));
}
