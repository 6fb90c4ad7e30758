/** The dashboard's one pool. Queries take `Db` first, so that they compose into transactions. */
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { env } from "@/lib/core/env";

/** A pool or a transaction: every query accepts either. */
export type Db = Pick<NodePgDatabase, "select" | "insert" | "update" | "delete" | "execute">;

// `next` evaluates server modules more than once in one process; the pool must still be one.
const holder = globalThis as { keydeskPool?: pg.Pool };

export function pool(): pg.Pool {
  holder.keydeskPool ??= openPool(env().DATABASE_URL, env().DATABASE_POOL_SIZE);
  return holder.keydeskPool;
}

/**
 * Bounded in every direction: waiting for a connection, a lock, a statement, an idle transaction.
 * Behind PgBouncer these are startup parameters it must be told to ignore.
 */
function openPool(connectionString: string, max: number): pg.Pool {
  const opened = new pg.Pool({
    connectionString,
    max,
    application_name: "keydesk",
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 10_000,
    lock_timeout: 8_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // An idle client emits when the server goes away; unheard, that would end the process.
  opened.on("error", () => undefined);
  return opened;
}

export function db(): NodePgDatabase {
  return drizzle(pool());
}

/** Runs `work` in one transaction; whatever it throws rolls all of it back. */
export function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  return db().transaction((tx) => work(tx));
}
