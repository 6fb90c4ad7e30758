/** A PostgreSQL cluster of the bench's own, with a small and a large table of keys. */
import pg from "pg";
import type { KeySets } from "@/bench/load/key-set";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase, type EmbeddedServer } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { removeTestCluster, startTestCluster } from "@/lib/testing/database";
import { makePassword } from "@/lib/testing/secrets";
import { fillTable } from "./fill-table";

export interface Databases {
  postgresVersion: string;
  /** Addresses for the authorizer's role. */
  small: string;
  large: string;
  /** An address with every right in a new database of this name. */
  create(name: string): Promise<string>;
}

export const smallRows = 10_000;

/** The large table has all keys, the small one all but the cold ones. */
export async function makeDatabases(
  rows: number,
  { cold, ...others }: KeySets,
  cleanups: Cleanups,
): Promise<Databases> {
  const cluster = await startCluster(cleanups);
  const login = { name: "bench", password: makePassword() };
  const inBoth = Object.values(others).flat();
  const create = async (name: string) => {
    await createDatabase(cluster, name);
    return cluster.url(name);
  };
  for (const [name, count, known] of [
    ["small", smallRows, inBoth],
    ["large", rows, [...inBoth, ...cold]],
  ] as const) {
    const url = await create(name);
    await migrate(url);
    await fillTable(url, count, known);
  }
  return {
    postgresVersion: `${(await ask(cluster, "show server_version")).server_version}`,
    small: await makeAuthorizerLogin(cluster.url("small"), login),
    large: await makeAuthorizerLogin(cluster.url("large"), login),
    create,
  };
}

async function startCluster(cleanups: Cleanups): Promise<EmbeddedServer> {
  const starting = startTestCluster("e2e");
  cleanups.add(async () => {
    const started = await starting.catch(() => null);
    if (started) await removeTestCluster(started);
  });
  const cluster = await starting;
  // Filling writes gigabytes; no checkpoint of that may fall into a measurement.
  await ask(cluster, "alter system set max_wal_size = '32GB'");
  await ask(cluster, "alter system set checkpoint_timeout = '1h'");
  await ask(cluster, "select pg_reload_conf()");
  return cluster;
}

async function ask(cluster: EmbeddedServer, statement: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: cluster.url("postgres") });
  await client.connect();
  try {
    return (await client.query(statement)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}
