/**
 * The process's connection pool. Queries take `Db` as their first parameter, so that they can be combined in
 * transactions.
 */
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { env } from "@/lib/core/env";

/** The pool or a transaction; every query accepts either. */
export type Db = Pick<NodePgDatabase, "select" | "insert" | "update" | "delete" | "execute">;

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one pool.
const holder = globalThis as { keydeskPool?: pg.Pool | undefined };

export function pool(): pg.Pool {
  holder.keydeskPool ??= openPool(env().DATABASE_URL, env().DATABASE_POOL_SIZE);
  return holder.keydeskPool;
}

/** Ends the pool if there is one; the next query opens another. */
export async function closePool(): Promise<void> {
  const open = holder.keydeskPool;
  holder.keydeskPool = undefined;
  await open?.end();
}

/**
 * Limits the waits for a connection, a lock, a statement and an idle transaction. Some of these are startup
 * parameters, which PgBouncer must be configured to ignore.
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
    // The client's own limit: on a half-open connection the server's errors never arrive.
    query_timeout: 12_000,
    keepAlive: true,
  });
  // Clients emit "error" when their server goes away. Without these listeners the process would end.
  opened.on("error", () => undefined);
  opened.on("connect", (client) => client.on("error", () => undefined));
  return opened;
}

export function db(): NodePgDatabase {
  return drizzle(pool());
}

/** Runs `work` in one transaction. If it throws, everything is rolled back. */
export async function transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  // drizzle releases a pool's client only if BEGIN succeeded. Here it is released in any case.
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

/** True after a timeout or a lost server: the connection must not be used again. False if a statement was refused. */
function isConnectionLost(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: unknown }).code;
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return /^(08|57P)/.test(code);
  return (
    cause instanceof Error &&
    /timeout|terminat|closed|ECONN|EPIPE/i.test(`${cause.message} ${code}`)
  );
}
