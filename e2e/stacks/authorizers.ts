/**
 * Two authorizers, each behind a network of its own that can be spoiled, on a PostgreSQL that can be killed. The
 * calling process is the dashboard: its configuration becomes this cluster's, and the domain is called in it.
 */
import { readdirSync } from "node:fs";
import type pg from "pg";
import { startTogether } from "@/bin/process/cleanups";
import { readStat, signal, waitUntilGone } from "@/bin/process/is-alive";
import { findFreePort } from "@/bin/process/ports";
import { type Server, startServer } from "@/bin/stack/servers";
import { pool } from "@/db/client";
import { startEmbedded } from "@/db/embedded/embedded";
import { findPostmaster } from "@/db/embedded/postmaster";
import { type Instance, instances } from "@/e2e/history/history";
import { type FaultProxy, startFaultProxy } from "@/e2e/servers/fault-proxy";
import { queryOnce } from "@/lib/testing/database";
import { prepareAuthorizers } from "./prepare-authorizers";

export interface Authorizer extends Server {
  instance: Instance;
  proxy: FaultProxy;
  hasExited(): boolean;
}

export interface Authorizers {
  a: Authorizer;
  b: Authorizer;
  /** Straight to PostgreSQL, as the superuser. */
  databaseUrl: string;
  postgres: Postgres;
  /** One more on the same database; `ready` settles as its start does. */
  another(env?: Record<string, string>): Promise<{ url: string; ready: Promise<Authorizer> }>;
  stop(): Promise<void>;
}

interface Postgres {
  /** SIGKILL to the server and all its processes; returns when they are gone. */
  kill(): Promise<void>;
  /** On the same port again, ready. */
  restart(): Promise<void>;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
}

export type InstanceEnv = Partial<Record<Instance, Record<string, string>>>;

/** A durable cluster (an acknowledged commit must outlive a kill), migrated; everything is ready on return. */
export function startAuthorizers(env: InstanceEnv = {}): Promise<Authorizers> {
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
      const ready = cleanups.keep(starting).then((server): Authorizer => {
        let hasExited = false;
        server.exited.then(() => (hasExited = true));
        return { ...server, instance, proxy, hasExited: () => hasExited };
      });
      return { url: `http://127.0.0.1:${port}`, ready };
    };
    const start = async (instance: Instance) => (await another(env[instance], instance)).ready;
    const [a, b] = await Promise.all(instances.map(start));
    if (!a || !b) throw new Error("there are two authorizers");
    const { dataDir, port } = cluster;
    const postgres: Postgres = {
      kill: () => killPostgres(dataDir),
      restart: async () => void (await startEmbedded({ dataDir, port })),
      query: (text, values) => queryOnce(databaseUrl, text, values),
    };
    return { a, b, databaseUrl, postgres, another };
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

function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => Number(readStat(pid)[1]) === parent).map(Number);
}

/** The processes that serve this authorizer's connections of one kind. */
export async function backendsOf(
  { postgres }: Authorizers,
  { proxy }: Authorizer,
  kind: string,
): Promise<number[]> {
  const rows = await postgres.query<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = $1 and client_port = any($2)",
    [kind, proxy.connections(kind)],
  );
  return rows.map(({ pid }) => pid);
}
