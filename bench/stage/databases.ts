/** A PostgreSQL cluster of the bench's own, with a small and a large table of keys. */
import type { KeySets } from "@/bench/load/key-set";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeDatabase } from "@/bin/stack/database";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase, type EmbeddedServer } from "@/db/embedded/embedded";
import { queryOnce, startTestCluster } from "@/lib/testing/database";
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
  const small = await makeDatabase(cluster, "small");
  const large = await makeDatabase(cluster, "large");
  const inBoth = Object.values(others).flat();
  await fillTable(small, smallRows, inBoth);
  await fillTable(large, rows, [...inBoth, ...cold]);
  const login = { name: "bench", password: makePassword() };
  return {
    postgresVersion: `${(await ask(cluster, "show server_version")).server_version}`,
    small: await makeAuthorizerLogin(small, login),
    large: await makeAuthorizerLogin(large, login),
    create: async (name) => {
      await createDatabase(cluster, name);
      return cluster.url(name);
    },
  };
}

async function startCluster(cleanups: Cleanups): Promise<EmbeddedServer> {
  const cluster = await cleanups.keep(startTestCluster());
  // Filling writes gigabytes; no checkpoint of that may fall into a measurement.
  await ask(cluster, "alter system set max_wal_size = '32GB'");
  await ask(cluster, "alter system set checkpoint_timeout = '1h'");
  await ask(cluster, "select pg_reload_conf()");
  return cluster;
}

async function ask(cluster: EmbeddedServer, statement: string): Promise<Record<string, unknown>> {
  return (await queryOnce(cluster.url("postgres"), statement))[0] ?? {};
}
