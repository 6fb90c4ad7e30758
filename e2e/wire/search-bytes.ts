/** Looks for secrets where they must not be: in text, in every table, in the bytes of a cluster's files (D19). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** Everything the database can tell: every row of every table, as text. */
export async function readAllTables(): Promise<string> {
  const tables = await db().execute<{ name: string }>(sql`
    select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema in ('public', 'drizzle') and table_type = 'BASE TABLE'`);
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await db().execute<{ row: string }>(
      sql.raw(`select t::text as row from ${name} t`),
    );
    texts.push(name, ...rows.rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

/** Every file of the cluster as it is on disk now: tables, indexes, WAL, the server's own log. */
export async function readCluster(dataDir: string): Promise<Map<string, Buffer>> {
  await db().execute(sql`checkpoint`);
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path, readFileSync(path));
  }
  return files;
}

/** The ways in which one secret may be written down. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString("base64").replace(/=+$/, "").slice(0, -1);
  return [secret, bytes.toString("hex"), base64, encodeURIComponent(secret)];
}

/** Runs of exactly six digits: what a code looks like among other bytes. */
export function sixDigits(bytes: Buffer | string): Set<string> {
  const text = typeof bytes === "string" ? bytes : bytes.toString("latin1");
  return new Set(text.match(/(?<!\d)\d{6}(?!\d)/g) ?? []);
}
