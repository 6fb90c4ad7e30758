/**
 * `npm start`: the first half of the dashboard's server.js (bin/build joins it to Next's own). Next says "Ready" as soon
 * as its port is open, so the configuration is checked before Next is loaded: whoever reads "Ready" has a dashboard.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { readDashboardConfiguration } from "@/lib/configuration/read-configuration";

// What Next does first, too: it is a production server, and reads an .env file that lies beside it.
Object.assign(process.env, { NODE_ENV: "production" });
const here = dirname(fileURLToPath(import.meta.url));
createRequire(import.meta.url)("@next/env").loadEnvConfig(here);

await readDashboardConfiguration(process.env).catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
