/**
 * Real PostgreSQL for tests: a cluster per run that is gone afterwards, also when the run was killed
 * (then the next one removes it). Nothing here ever works on a database elsewhere.
 */
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type EmbeddedServer, removeEmbedded, startEmbedded } from "@/db/embedded/embedded";
import { isAlive } from "@/db/embedded/postmaster";

/** A cluster that trades durability for speed. End it with `removeTestCluster`. */
export async function startTestCluster(kind: "test" | "e2e"): Promise<EmbeddedServer> {
  const name = `${kind}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const server = await startEmbedded({ dataDir: join(".data", name), durable: false });
  requireLoopback(server.url("postgres"));
  await removeLeftovers(dirname(server.dataDir));
  return server;
}

export async function removeTestCluster(server: EmbeddedServer): Promise<void> {
  await removeEmbedded(server.dataDir);
}

/** Throws unless the database is on this machine: tests write what they like. */
export function requireLoopback(databaseUrl: string): string {
  const { hostname } = new URL(databaseUrl);
  if (!["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
    throw new Error(`Tests refuse the database on ${hostname}: they work on this machine only.`);
  }
  return databaseUrl;
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const pid = /^(?:test|e2e)-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) await removeEmbedded(join(folder, name));
  }
}
