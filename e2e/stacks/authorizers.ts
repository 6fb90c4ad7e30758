/**
 * Two authorizers, each behind a network of its own that can be spoiled, on a PostgreSQL that can be killed. The
 * calling process is the dashboard: its configuration becomes this cluster's, and the domain is called in it.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { bundleAuthorizer } from "@/bin/build/build";
import { makeCleanups } from "@/bin/process/cleanups";
import { freePort, type Server, startAuthorizer } from "@/bin/stack/servers";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { pool } from "@/db/client";
import { createDatabase, removeEmbedded, startEmbedded } from "@/db/embedded/embedded";
import { findPostmaster, waitUntilGone } from "@/db/embedded/postmaster";
import { migrate } from "@/db/migrate";
import { type Instance, instances } from "@/e2e/history/history";
import { type FaultProxy, startFaultProxy } from "@/e2e/servers/fault-proxy";
import { makePassword, makeSecrets } from "@/lib/testing/secrets";

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
export async function startAuthorizers(env: InstanceEnv = {}): Promise<Authorizers> {
  const cleanups = makeCleanups();
  try {
    const { postgres, databaseUrl } = await startPostgres(cleanups.add);
    const login = { name: "keydesk_authorizer_login", password: makePassword() };
    const loginUrl = await makeAuthorizerLogin(databaseUrl, login);
    const secrets = makeSecrets();
    const sms = { SMS_DRIVER: "inbox", SMS_GATEWAY_URL: "http://127.0.0.1:9/messages" };
    const [poolSize, logLevel] = [{ DATABASE_POOL_SIZE: "20" }, { LOG_LEVEL: "warn" }];
    Object.assign(process.env, secrets, sms, poolSize, logLevel, { DATABASE_URL: databaseUrl });
    cleanups.add(() => pool().end());
    const buildDir = mkdtempSync(resolve(".data/authorizer-"));
    cleanups.add(() => rmSync(buildDir, { recursive: true, force: true }));
    await bundleAuthorizer(buildDir);
    const another = async (own: Record<string, string> = {}, instance: Instance = "a") => {
      const proxy = await startFaultProxy(loginUrl);
      cleanups.add(() => proxy.stop());
      const port = await freePort();
      const given = { KEY_PEPPERS: secrets.KEY_PEPPERS, AUTHORIZER_DRAIN_SECONDS: "0", ...own };
      const ready = startAuthorizer({
        buildDir,
        port,
        env: { ...given, AUTHORIZER_DATABASE_URL: proxy.url },
      }).then((server): Authorizer => {
        cleanups.add(() => server.stop());
        let hasExited = false;
        server.exited.then(() => (hasExited = true));
        return { ...server, instance, proxy, hasExited: () => hasExited };
      });
      return { url: `http://127.0.0.1:${port}`, ready };
    };
    const start = async (instance: Instance) => (await another(env[instance], instance)).ready;
    const [a, b] = await Promise.all(instances.map(start));
    if (!a || !b) throw new Error("there are two authorizers");
    return { a, b, databaseUrl, postgres, another, stop: cleanups.run };
  } catch (error) {
    await cleanups.run();
    throw error;
  }
}

async function startPostgres(addCleanup: (cleanup: () => unknown) => void) {
  // A killed run's folder of this name is removed by the next run.
  const wanted = join(".data", `e2e-${process.pid}-${randomBytes(3).toString("hex")}`);
  const { dataDir, port, url } = await startEmbedded({ dataDir: wanted });
  addCleanup(() => removeEmbedded(dataDir));
  const databaseUrl = url("keydesk");
  await createDatabase({ dataDir, port, url } as Parameters<typeof createDatabase>[0], "keydesk");
  await migrate(databaseUrl);
  const postgres: Postgres = {
    kill: () => killPostgres(dataDir),
    restart: async () => {
      await startEmbedded({ dataDir: wanted, port });
    },
    query: (text, values) => queryOnce(databaseUrl, text, values),
  };
  return { postgres, databaseUrl };
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
  const isChild = (pid: string) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent;
    } catch {
      return false;
    }
  };
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && isChild(pid))
    .map(Number);
}

/** Nothing happens when the process has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function queryOnce<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
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
