/** What the rows of the bench share, and the end of everything that they start. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type KeySets, mintKeySets, writeKeys, writeRequests } from "@/bench/load/key-set";
import { findWrk } from "@/bench/load/wrk";
import { bundleAuthorizer } from "@/bin/build/build";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { type Server, startServer } from "@/bin/stack/servers";
import { orgs } from "@/lib/orgs/orgs";
import { type Databases, makeDatabases } from "./databases";
import type { Options } from "./options";
import { type BenchServer, bundleServer, startScript } from "./server";

export interface Stage {
  options: Options;
  wrkVersion: string;
  /** For whatever the run writes; it goes at the end. */
  folder: string;
  databases: Databases;
  sets: KeySets;
  /** Files of requests. */
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
  const sets = mintKeySets(orgs.razorpay, Buffer.from(pepper, "base64"), coldCount);
  const requests = { hot: join(folder, "hot.txt"), cold: join(folder, "cold.txt") };
  const keys = join(folder, "keys.csv");
  writeRequests(requests.hot, sets.hot);
  writeRequests(requests.cold, sets.cold);
  writeKeys(keys, sets.hot);
  await bundleAuthorizer(folder);
  return {
    options,
    wrkVersion,
    folder,
    databases: await makeDatabases(options.rows, sets, cleanups),
    sets,
    requests,
    memoryEnv: { BENCH_KEYS: keys, BENCH_PEPPER: pepper },
    ...makeStarters(folder, pepper, cleanups),
  };
}

function makeStarters(folder: string, pepper: string, { keep }: Cleanups) {
  const starters: Pick<Stage, "startAuthorizer" | "startOther" | "startScript"> = {
    startAuthorizer: async (databaseUrl, own) => {
      const env = {
        AUTHORIZER_DATABASE_URL: databaseUrl,
        AUTHORIZER_POOL_SIZE: `${poolSize}`,
        AUTHORIZER_DRAIN_SECONDS: "0",
        KEY_PEPPERS: `k1:${pepper}`,
        LOG_LEVEL: "warn",
        ...own,
      };
      const port = await findFreePort();
      return keep(startServer("authorizer", { buildDir: folder, port, env }));
    },
    startOther: async (name, env) => {
      const script = join(folder, `${name}.mjs`);
      await bundleServer(name, script);
      return keep(startScript(script, env));
    },
    startScript: (script, env) => keep(startScript(script, env)),
  };
  return starters;
}
