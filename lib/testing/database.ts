/**
 * Real PostgreSQL for tests: a cluster for each run, removed afterwards. If a run is killed, the next one removes its
 * cluster. Works only on this machine.
 */
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { isAlive } from "@/bin/process/is-alive";
import { type EmbeddedServer, removeEmbedded, startEmbedded } from "@/db/embedded/embedded";

/**
 * Starts a cluster that trades durability for speed, unless it must survive a kill. `stop` also deletes it.
 * KEYDESK_TEST_POSTGRES names the folder of another PostgreSQL than npm's.
 */
export async function startTestCluster({ durable = false } = {}): Promise<EmbeddedServer> {
  const name = `test-${process.pid}-${randomBytes(3).toString("hex")}`;
  const programs = process.env.KEYDESK_TEST_POSTGRES;
  const server = await startEmbedded({ dataDir: join(".data", name), durable, programs });
  requireLoopback(server.url("postgres"));
  await removeLeftovers(dirname(server.dataDir));
  return { ...server, stop: () => removeEmbedded(server.dataDir) };
}

/** Runs one statement on its own connection. */
export async function queryOnce<Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Throws unless the database is on this machine, because tests change whatever they like. */
export function requireLoopback(databaseUrl: string): string {
  const { hostname } = new URL(databaseUrl);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new Error(`Tests refuse the database on ${hostname}: they work on this machine only.`);
  }
  return databaseUrl;
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const pid = /^test-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await removeEmbedded(join(folder, name));
  }
}
