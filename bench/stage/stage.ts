/** What the rows of the bench share, and the end of everything that they start. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mintKeySets, writeKeys, writeRequests } from "@/bench/load/key-set";
import { findWrk } from "@/bench/load/wrk";
import { bundleAuthorizer } from "@/bin/build/build";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { authorizerEnv } from "@/bin/stack/database";
import { startServer } from "@/bin/stack/servers";
import { makeDatabases } from "./databases";
import { bundleServer, startScript } from "./servers";

const full = { rows: 10_000_000, seconds: 4 };
const short = { rows: "20000", seconds: "1", only: "speed" };

type Options = ReturnType<typeof readOptions>;

/**
 * Keys in the large table, and how long one server is under load in a round: `--rows=` and `--seconds=` make a trial, and
 * so does `--only=`, the name of one part. `--check` is the short form, which fails on wrong answers and on nothing else.
 */
export function readOptions() {
  const option = { type: "string" } as const;
  const options = {
    rows: option,
    seconds: option,
    only: option,
    check: { type: "boolean" },
  } as const;
  const { check: isCheck = false, ...given } = parseArgs({ options }).values;
  const values = isCheck ? short : given;
  const read = (name: keyof typeof full, least: number) => {
    const value = Number(values[name] ?? full[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`--${name} must be a whole number from ${least} on.`);
  };
  const [rows, seconds] = [read("rows", 10_000), read("seconds", 1)];
  const { only } = values;
  const isTrial = rows < full.rows || seconds < full.seconds || only !== undefined;
  return { rows, seconds, only, isTrial, isCheck };
}

export type Stage = Awaited<ReturnType<typeof prepareBench>>;

/** Connections to PostgreSQL of each server that has any. */
export const poolSize = 8;
const coldKeys = 100_000;

export async function prepareBench(options: Options, cleanups: Cleanups) {
  const wrkVersion = await findWrk();
  const { folder, remove } = makeOwnFolder("bench");
  cleanups.add(remove);
  const pepper = randomBytes(32).toString("base64");
  // In a small trial the table has little else than known keys.
  const coldCount = Math.min(coldKeys, Math.floor(options.rows * 0.8));
  const sets = mintKeySets(Buffer.from(pepper, "base64"), coldCount);
  const requests = { hot: join(folder, "hot.txt"), cold: join(folder, "cold.txt") };
  const keys = join(folder, "keys.csv");
  writeRequests(requests.hot, sets.hot);
  writeRequests(requests.cold, sets.cold);
  writeKeys(keys, sets.hot);
  await bundleAuthorizer(folder);
  type Env = Record<string, string>;
  const startOwn = (script: string, env: Env) => cleanups.keep(startScript(script, env));
  return {
    options,
    wrkVersion,
    /** For whatever the run writes; it goes at the end. */
    folder,
    databases: await makeDatabases(options.rows, sets, cleanups),
    sets,
    requests,
    /** For the servers that know the hot keys by heart. */
    memoryEnv: { BENCH_KEYS: keys, BENCH_PEPPER: pepper },
    startAuthorizer: async (databaseUrl: string, own: Env = {}) => {
      const settings = { AUTHORIZER_POOL_SIZE: `${poolSize}`, LOG_LEVEL: "warn", ...own };
      const env = await authorizerEnv(databaseUrl, `k1:${pepper}`, settings);
      const port = await findFreePort();
      return cleanups.keep(startServer("authorizer", { buildDir: folder, port, env }));
    },
    /** bench/servers/<name>.ts, bundled. */
    startOther: async (name: string, env: Env) =>
      startOwn(await bundleServer(`${name}.ts`, join(folder, `${name}.mjs`)), env),
    startScript: startOwn,
  };
}
