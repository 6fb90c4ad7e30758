/** Migrates a database to this build's schema. Any number of processes may run this at once. */
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { env } from "@/lib/core/env";

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));
const lockKey = 7_270_001;

/** Takes a lock, because drizzle's migrator does not, and two at once usually fail. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "keydesk-migrate",
  });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await runMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { MIGRATE_DATABASE_URL, DATABASE_URL } = env();
  await migrate(MIGRATE_DATABASE_URL ?? DATABASE_URL);
  process.stdout.write("The database is up to date.\n");
}
