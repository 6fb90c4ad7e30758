/** A PostgreSQL cluster of the bench's own, with a small and a large table of keys. */
import type { KeySets } from "@/bench/load/key-set";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeDatabase } from "@/bin/stack/database";
import { createDatabase } from "@/db/embedded/embedded";
import { queryOnce, startTestCluster } from "@/lib/testing/database";
import { fillTable } from "./fill-table";

const smallRows = 10_000;
/** A table of this size is measured too, where the large one is larger. */
const middleRows = 1_000_000;

/** The large table has all keys, the small one all but the cold ones; the addresses have every right. */
export async function makeDatabases(
  rows: number,
  { cold, ...others }: KeySets,
  cleanups: Cleanups,
) {
  const cluster = await cleanups.keep(startTestCluster());
  const ask = (statement: string) =>
    queryOnce<Record<string, string>>(cluster.url("postgres"), statement);
  // Filling writes gigabytes; no checkpoint of that may fall into a measurement.
  await ask("alter system set max_wal_size = '32GB'");
  await ask("alter system set checkpoint_timeout = '1h'");
  await ask("select pg_reload_conf()");
  const small = await makeDatabase(cluster, "small");
  const large = await makeDatabase(cluster, "large");
  await createDatabase(cluster, "empty");
  const inBoth = Object.values(others).flat();
  await fillTable(small, smallRows, inBoth);
  const middle: [rows: number, url: string][] = [];
  if (rows > middleRows) {
    const url = await makeDatabase(cluster, "middle");
    await fillTable(url, middleRows, inBoth);
    middle.push([middleRows, url]);
  }
  await fillTable(large, rows, [...inBoth, ...cold]);
  const postgresVersion = (await ask("show server_version"))[0]?.server_version ?? "";
  return { postgresVersion, small, smallRows, middle, large, empty: cluster.url("empty") };
}
