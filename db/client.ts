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
    // The server's own limits never arrive over a connection that is half open.
    query_timeout: 12_000,
    keepAlive: true,
  });
  // Idle or in use, a client emits when its server goes away; unheard, that would end the process.
  opened.on("error", () => undefined);
  opened.on("connect", (client) => client.on("error", () => undefined));
  return opened;
}

export function db(): NodePgDatabase {
  return drizzle(pool());
}

/** Runs `work` in one transaction; whatever it throws rolls all of it back. */
export async function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  // drizzle gives a pool's client back only once BEGIN has succeeded; this one comes back in any case.
  const client = await pool().connect();
  let broken = true;
  try {
    const result = await drizzle(client).transaction((tx) => work(tx));
    broken = false;
    return result;
  } catch (error) {
    broken = isConnectionLost(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A timeout or a dead server leaves a connection nobody may use again; a refused statement does not. */
function isConnectionLost(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown }).code;
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(08|57P)/.test(code);
  return (
    cause instanceof Error &&
    /timeout|terminat|closed|ECONN|EPIPE/i.test(`${cause.message} ${code}`)
  );
}
