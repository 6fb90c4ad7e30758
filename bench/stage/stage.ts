/** What the rows of the bench share, and the end of everything that they start. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type KeySets, mintKeySets, writeKeys, writeRequests } from "@/bench/load/key-set";
import { findWrk } from "@/bench/load/wrk";
import { bundleAuthorizer } from "@/bin/build/build";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { authorizerEnv } from "@/bin/stack/database";
import { type Server, startServer } from "@/bin/stack/servers";
import { type Databases, makeDatabases } from "./databases";
import { type BenchServer, bundleServer, startScript } from "./servers";

export interface Options {
  /** Keys in the large table. */
  rows: number;
  /** How long one server is under load in one round. */
  seconds: number;
  /** Not the run that the bars are for. */
  isTrial: boolean;
}

const full = { rows: 10_000_000, seconds: 4 };

/** `--rows=` and `--seconds=` make a shorter run. */
export function readOptions(): Options {
  const option = { type: "string" } as const;
  const { values } = parseArgs({ options: { rows: option, seconds: option } });
  const read = (name: keyof typeof full, least: number) => {
    const value = Number(values[name] ?? full[name]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`--${name} must be a whole number from ${least} on.`);
  };
  const [rows, seconds] = [read("rows", 10_000), read("seconds", 1)];
  return { rows, seconds, isTrial: rows < full.rows || seconds < full.seconds };
}

export interface Stage {
  options: Options;
  wrkVersion: string;
  /** For whatever the run writes; it goes at the end. */
  folder: string;
  databases: Databases;
  sets: KeySets;
  requests: { hot: string; cold: string };
  /** For the servers that know the hot keys by heart. */
  memoryEnv: Record<string, string>;
  startAuthorizer(databaseUrl: string, env?: Record<string, string>): Promise<Server>;
  /** bench/servers/<name>.ts, bundled. */
  startOther(name: string, env: Record<string, string>): Promise<BenchServer>;
  startScript(script: string, env: Record<string, string>): Promise<BenchServer>;
}

/** Connections to PostgreSQL of each server that has any. */
export const poolSize = 8;
const coldKeys = 100_000;

export async function prepareBench(options: Options, cleanups: Cleanups): Promise<Stage> {
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
  const startOwn: Stage["startScript"] = (script, env) => cleanups.keep(startScript(script, env));
  return {
    options,
    wrkVersion,
    folder,
    databases: await makeDatabases(options.rows, sets, cleanups),
    sets,
    requests,
    memoryEnv: { BENCH_KEYS: keys, BENCH_PEPPER: pepper },
    startAuthorizer: async (databaseUrl, own) => {
      const settings = { AUTHORIZER_POOL_SIZE: `${poolSize}`, LOG_LEVEL: "warn", ...own };
      const env = await authorizerEnv(databaseUrl, `k1:${pepper}`, settings);
      const port = await findFreePort();
      return cleanups.keep(startServer("authorizer", { buildDir: folder, port, env }));
    },
    startOther: async (name, env) =>
      startOwn(await bundleServer(name, join(folder, `${name}.mjs`)), env),
    startScript: startOwn,
  };
}
