/**
 * Production builds for the demo, tests and benchmarks, one per state of the sources.
 * - Builds never collide: one at a time, and each is served from a copy that nothing rewrites.
 * - A build in the folder is whole: it arrives by a rename.
 * - The copies hold no .env file: what serves them says what they are configured with.
 */
import * as fs from "node:fs";
import { basename, join, resolve } from "node:path";
import { type BuildOptions as BundleOptions, build } from "esbuild";
import { withFileLock } from "@/bin/process/file-lock";
import { isAlive } from "@/bin/process/is-alive";
import { runTool } from "@/bin/process/run-tool";
import { sourceHash } from "./source-hash";

const kept = 3;

/** In a build's folder: the other processes, each in one file, beside the dashboard's server.js. */
export const authorizerFile = "authorizer.cjs";
export const workerFile = "worker.cjs";
export const commandFile = "keydesk.cjs";

/** "bench" adds the pages that benchmarks compare with. */
type Variant = "bench" | undefined;

/** The folder of a build of the present sources; makes it if there is none. */
export async function ensureBuild(variant?: Variant): Promise<string> {
  const builds = resolve(".data/builds");
  const dir = join(builds, await sourceHash(variant));
  return withFileLock(resolve(".data/build.lock"), async () => {
    if (!fs.existsSync(join(dir, "server.js"))) {
      await runNextBuild(variant);
      const half = `${dir}.${process.pid}`;
      fs.rmSync(half, { recursive: true, force: true });
      fs.mkdirSync(builds, { recursive: true });
      const filter = (path: string) => !/^\.env/.test(basename(path));
      fs.cpSync(".next/standalone", half, { recursive: true, verbatimSymlinks: true, filter });
      await bundlePrograms(half);
      fs.renameSync(half, dir);
    }
    fs.utimesSync(dir, new Date(), new Date());
    prune(builds, dir);
    return dir;
  });
}

/** Builds the dashboard into .next/standalone, complete with its static files, and the other programs into dist. */
export function buildInPlace(): Promise<void> {
  return withFileLock(resolve(".data/build.lock"), async () => {
    await runNextBuild();
    await bundlePrograms("dist");
  });
}

async function bundlePrograms(folder: string): Promise<void> {
  await bundleAuthorizer(folder);
  await bundle("bin/worker.ts", join(folder, workerFile), asProduction);
  await bundle("bin/keydesk.ts", join(folder, commandFile), asProduction);
}

export function bundleAuthorizer(folder: string): Promise<void> {
  return bundle("bin/authorizer.ts", join(folder, authorizerFile), asProduction);
}

/** One file that needs no node_modules: fewer files to read at a start, nothing of Next in the process (M4). */
export async function bundle(entry: string, outfile: string, more: BundleOptions = {}) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    conditions: ["react-server"],
    external: ["pg-native"],
    legalComments: "none",
    logLevel: "warning",
    ...more,
  });
}

/** A build is for production, unless whoever starts it says otherwise; Next's own server says so of itself. */
const asProduction = { banner: { js: 'process.env.NODE_ENV ||= "production";' } };

/** Keeps a build from being pruned while the process lives. */
export function markUse(dir: string, pid: number): void {
  fs.mkdirSync(join(dir, ".users"), { recursive: true });
  fs.writeFileSync(join(dir, ".users", `${pid}`), "");
}

async function runNextBuild(variant?: Variant): Promise<void> {
  fs.rmSync(".next/standalone", { recursive: true, force: true });
  await buildNext(resolve("."), variant);
  if (!fs.existsSync(".next/standalone/server.js")) {
    throw new Error(
      "The build is not where it belongs: outputFileTracingRoot must be the project's folder.",
    );
  }
  await putCheckInFront(".next/standalone");
  fs.cpSync(".next/static", ".next/standalone/.next/static", { recursive: true });
  if (fs.existsSync("public")) fs.cpSync("public", ".next/standalone/public", { recursive: true });
}

/** Next's server.js becomes next-server.js; in its place is what checks the configuration and then loads it. */
async function putCheckInFront(folder: string): Promise<void> {
  fs.renameSync(join(folder, "server.js"), join(folder, "next-server.js"));
  await bundle("bin/dashboard.ts", join(folder, "server.js"), {
    // The folder's package.json says that its .js files are modules.
    format: "esm",
    // pg is no module, and asks for Node's own by require.
    banner: {
      js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);',
    },
    footer: { js: 'await import("./next-server.js");' },
  });
}

/** Runs `next build` for the app in this folder; throws with the end of what it said. */
export async function buildNext(folder: string, variant?: Variant): Promise<void> {
  const { NODE_OPTIONS: _, KEYDESK_BENCH: __, ...env } = process.env;
  const own = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const { code, stdout, stderr } = await runTool(resolve("node_modules/.bin/next"), ["build"], {
    cwd: folder,
    env: { ...env, ...own, ...(variant === "bench" && { KEYDESK_BENCH: "1" }) },
    output: "return",
  });
  if (code !== 0) throw new Error(`The production build failed:\n${stdout}${stderr}`);
}

/** Keeps the newest builds and every one that a living process serves. */
function prune(builds: string, current: string): void {
  const byAge = fs
    .readdirSync(builds)
    .map((name) => join(builds, name))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  for (const dir of byAge.slice(kept)) {
    if (dir !== current && !isUsed(dir)) fs.rmSync(dir, { recursive: true, force: true });
  }
}

function isUsed(dir: string): boolean {
  const users = join(dir, ".users");
  return fs.existsSync(users) && fs.readdirSync(users).some((pid) => isAlive(Number(pid)));
}
