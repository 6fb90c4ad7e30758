/**
 * Two authorizers, each behind a network of its own that can be spoiled, on a PostgreSQL that can be killed. The
 * calling process is the dashboard: its configuration becomes this cluster's, and the domain is called in it.
 */
import type pg from "pg";
import { test as base } from "playwright/test";
import { startTogether } from "@/bin/process/cleanups";
import { childrenOf, signal, waitUntilGone } from "@/bin/process/is-alive";
import { findFreePort } from "@/bin/process/ports";
import { startServer } from "@/bin/stack/servers";
import { pool } from "@/db/client";
import { startEmbedded } from "@/db/embedded/embedded";
import { findPostmaster } from "@/db/embedded/postmaster";
import type { Instance } from "@/e2e/history/history";
import { startFaultProxy } from "@/e2e/servers/fault-proxy";
import { queryOnce } from "@/lib/testing/database";
import { workerFixture } from "./own-stack";
import { prepareAuthorizers } from "./prepare-authorizers";

type InstanceEnv = Partial<Record<Instance, Record<string, string>>>;
export type Authorizers = Awaited<ReturnType<typeof startAuthorizers>>;
export type Authorizer = Authorizers["a"];

/** A `test` for one file, which has to say `mode: "default"`: its tests share the worker and what runs there. */
export function withAuthorizers(env: InstanceEnv = {}) {
  return base.extend<object, { all: Authorizers }>({
    all: workerFixture(() => startAuthorizers(env)),
  });
}

export { expect } from "playwright/test";

/** A durable cluster (an acknowledged commit must outlive a kill), migrated; everything is ready on return. */
function startAuthorizers(env: InstanceEnv) {
  return startTogether(async (cleanups) => {
    const { cluster, databaseUrl, buildDir, ...usual } = await prepareAuthorizers(cleanups, {
      durable: true,
      dashboard: { DATABASE_POOL_SIZE: "20", LOG_LEVEL: "warn" },
    });
    cleanups.add(() => pool().end());
    const another = async (own: Record<string, string> = {}, instance: Instance = "a") => {
      const proxy = await cleanups.keep(startFaultProxy(usual.env.AUTHORIZER_DATABASE_URL ?? ""));
      const port = await findFreePort();
      const given = { ...usual.env, ...own, AUTHORIZER_DATABASE_URL: proxy.url };
      const starting = startServer("authorizer", { buildDir, port, env: given });
      const ready = cleanups.keep(starting).then((server) => ({ ...server, instance, proxy }));
      return { url: `http://127.0.0.1:${port}`, ready };
    };
    const start = async (instance: Instance) => (await another(env[instance], instance)).ready;
    const [a, b] = await Promise.all([start("a"), start("b")]);
    const { dataDir, port } = cluster;
    const postgres = {
      /** SIGKILL to the server and all its processes; returns when they are gone. */
      kill: () => killPostgres(dataDir),
      /** On the same port again, ready. */
      restart: () => startEmbedded({ dataDir, port }),
      query: <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
        queryOnce<Row>(databaseUrl, text, values),
    };
    return {
      a,
      b,
      /** Straight to PostgreSQL, as the superuser. */
      databaseUrl,
      postgres,
      /** One more on the same database; `ready` settles as its start does. */
      another,
    };
  });
}

async function killPostgres(dataDir: string): Promise<void> {
  const pid = findPostmaster(dataDir)?.pid;
  if (!pid) throw new Error("PostgreSQL does not run");
  const pids = [pid, ...childrenOf(pid)];
  for (const one of pids) signal(one, "SIGKILL");
  for (const one of pids) {
    if (!(await waitUntilGone(one, 10_000))) throw new Error(`process ${one} outlived SIGKILL`);
  }
}
