/**
 * `npm start`: the first half of the dashboard's server.js (bin/build joins it to Next's own). Next says "Ready" as soon
 * as its port is open, so configuration and secrets are checked before Next is loaded: whoever reads "Ready" has a
 * dashboard.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { closePool } from "@/db/client";
import { readDashboardConfiguration } from "@/lib/configuration/read-configuration";
import { refuseDiffering } from "@/lib/core/fingerprints";
import { registerSecrets } from "@/lib/secrets/check-secrets";

// What Next does first, too: it is a production server, and reads an .env file that lies beside it.
Object.assign(process.env, { NODE_ENV: "production" });
const here = dirname(fileURLToPath(import.meta.url));
createRequire(import.meta.url)("@next/env").loadEnvConfig(here);

/** A database that takes longer, or is away, is asked again while the dashboard serves. */
const comparisonMs = 3_000;

try {
  await readDashboardConfiguration(process.env);
  await Promise.race([compareSecrets(), sleep(comparisonMs, undefined, { ref: false })]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
// Next brings a pool of its own.
closePool().catch(() => undefined);

async function compareSecrets(): Promise<void> {
  const found = await registerSecrets().catch(() => null);
  if (found) refuseDiffering(found);
}
