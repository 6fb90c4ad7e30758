/** Migrates a database to this build's schema. Any number of processes may run this at once. */
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import {
  DatabaseTrouble,
  describeDatabaseTrouble,
  requireVersion,
} from "@/lib/core/database-trouble";
import { parseMigrateEnv } from "@/lib/core/env";
import { Misconfigured } from "@/lib/core/mistakes";
import type { Source } from "@/lib/core/read-fields";
import { lastMigration } from "./find-trouble";

const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));
const lockKey = 7_270_001;

/**
 * Takes a lock, because drizzle's migrator does not, and two at once usually fail. Throws `DatabaseTrouble` if the
 * server is too old, or if a newer build has migrated the database already; nothing is changed then.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "keydesk-migrate",
  });
  // Without a listener the end of the server would end this process before it could say so.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await requireNewServer(client);
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await refuseNewerDatabase(client);
    await runMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function requireNewServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    "select current_setting('server_version_num')::int as version",
  );
  requireVersion(rows[0].version);
}

async function refuseNewerDatabase(client: pg.Client): Promise<void> {
  const { rows: found } = await client.query(
    "select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'",
  );
  if (found.length === 0) return;
  const { rows } = await client.query(
    "select max(created_at)::float8 as migrated from drizzle.__drizzle_migrations",
  );
  if (rows[0].migrated > lastMigration)
    throw new DatabaseTrouble(
      "The database was migrated by a newer build than this one, and nothing was changed: migrate with the newest build.",
    );
}

/** For the command line: what to say and the exit code. Nothing said quotes a row or a part of the address. */
export async function migrateInWords(source?: Source): Promise<{ code: 0 | 1; sentence: string }> {
  let variable = "DATABASE_URL";
  try {
    const env = parseMigrateEnv(source);
    variable = env.variable;
    for (const warning of env.warnings) process.stderr.write(`${warning}\n`);
    await migrate(env.databaseUrl);
    return { code: 0, sentence: "The database is up to date." };
  } catch (error) {
    return { code: 1, sentence: describe(error, variable) };
  }
}

/** With the command that an administrator must give. */
function missingRight(isRole: boolean, variable: string): string {
  return isRole
    ? `The role in ${variable} may not create roles (42501): let an administrator run "create role keydesk_authorizer nologin; create role keydesk_dashboard nologin;" first.`
    : `The role in ${variable} may not create schemas and tables (42501): let an administrator make it the database's owner with "alter database ... owner to ...;".`;
}

function describe(error: unknown, variable: string): string {
  if (error instanceof Misconfigured) return error.message;
  const { code, constraint, table, routine, message } = ((error as Error).cause ??
    error) as Partial<pg.DatabaseError>;
  // What our own migrations say about a missing right names the command that an administrator must give.
  if (routine === "exec_stmt_raise") return `${message}`;
  if (code === "42501") return missingRight(routine === "CreateRole", variable);
  const where = [code, table, constraint].filter(Boolean).join(", ");
  return (
    describeDatabaseTrouble(error, variable) ??
    `The migration failed and nothing was changed (${where || (error as Error).name}).`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code, sentence } = await migrateInWords();
  process[code === 0 ? "stdout" : "stderr"].write(`${sentence}\n`);
  process.exitCode = code;
}
