import pg from "pg";
import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";
import type { StoredKey } from "./stored-key";
import { deadlineMs, Unavailable } from "./with-deadline";

/** More than this many waiting reads are shed at once: they would not be answered in time. */
const maxWaiting = 1_000;

// now() is older than the snapshot, so the row has every change that was committed before it.
const text = `select pg_is_in_recovery(), extract(epoch from now())::float8 * 1000, org_id, merchant_id, mode,
  secret_hash, pepper_id, extract(epoch from created_at)::float8 * 1000,
  extract(epoch from expires_at)::float8 * 1000, extract(epoch from deactivates_at)::float8 * 1000,
  frozen_at is not null
  from (select 1) as one left join api_keys on key_id = $1`;

type Life = [createdAt: number, expiresAt: number | null, deactivatesAt: number | null, boolean];
type Row = [
  isStandby: boolean,
  readAt: number,
  OrgId | null,
  string,
  Mode,
  Buffer,
  string,
  ...Life,
];

/** The authorizer's own small pool, bounded in every direction. */
export class KeyReader {
  private readonly pool: pg.Pool;

  constructor(connectionString: string, size: number) {
    this.pool = new pg.Pool({
      connectionString,
      max: size,
      application_name: "keydesk-authorizer",
      connectionTimeoutMillis: deadlineMs,
      query_timeout: deadlineMs,
      statement_timeout: deadlineMs,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
    });
    // Idle or in use, a client emits when its server goes away; unheard, that would end the process.
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** One indexed read. Null: there is no such key. Whoever waits for it sets the deadline. */
  async read(keyId: string): Promise<StoredKey | null> {
    if (this.pool.waitingCount >= maxWaiting) throw new Unavailable("too many reads are waiting");
    const [isStandby, readAt, orgId, merchantId, mode, hash, pepperId, ...life] =
      await this.query(keyId);
    // A copy of the primary may be behind it, or follow it no longer.
    if (isStandby) throw new Unavailable("this server is a standby");
    if (orgId === null) return null;
    const [createdAt, expiresAt, deactivatesAt, isFrozen] = life;
    return {
      keyId,
      orgId,
      merchantId,
      mode,
      secretHash: hash.toString("latin1"),
      pepperId,
      createdAt,
      expiresAt: expiresAt ?? Number.POSITIVE_INFINITY,
      deactivatesAt: deactivatesAt ?? Number.POSITIVE_INFINITY,
      isFrozen,
      readAt,
    };
  }

  get waiting(): number {
    return this.pool.waitingCount;
  }

  stop(): Promise<void> {
    return this.pool.end();
  }

  private async query(keyId: string): Promise<Row> {
    const query = { name: "key", text, values: [keyId], rowMode: "array" as const };
    const ask = async () => (await this.pool.query<Row>(query)).rows[0];
    // A connection that died unnoticed says so at its next use; the server may be well.
    const row = await ask().catch((error) => {
      if (isConnectionGone(error)) return ask();
      throw error;
    });
    if (!row) throw new Unavailable("no answer");
    return row;
  }
}

function isConnectionGone(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /^(57P01|57P02|08|ECONNRESET|EPIPE)/.test(`${code}`) || /terminated/.test(`${message}`);
}
