import pg from "pg";
import { requireVersion } from "@/lib/core/database-trouble";
import type { Fingerprint, KnownSecrets } from "@/lib/core/fingerprints";
import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";
import { type KeyEnds, noEnds, type StoredKey } from "./stored-key";
import { deadlineMs, Unavailable } from "./with-deadline";

/** If more reads than this are waiting, new ones are refused at once, because they would be answered too late. */
const maxWaiting = 1_000;

/** By key id. `now()` is taken before the snapshot, so the row includes every change committed before that time. */
export const keyQuery = `select pg_is_in_recovery(), extract(epoch from now())::float8 * 1000, org_id, merchant_id, mode,
  secret_hash, pepper_id, extract(epoch from created_at)::float8 * 1000,
  extract(epoch from expires_at)::float8 * 1000, extract(epoch from deactivates_at)::float8 * 1000,
  frozen_at is not null
  from (select 1) as one left join api_keys on key_id = $1`;

type Life = [createdAt: number, expiresAt: number | null, deactivatesAt: number | null, boolean];
export type FoundRow = [
  isStandby: boolean,
  readAt: number,
  OrgId | null,
  string,
  Mode,
  Buffer,
  string,
  ...Life,
];

/** Reads keys through a small connection pool of its own, with limits on size, queue and time. */
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
    // Clients emit "error" when their server goes away. Without these listeners the process would end.
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  /** Reads one row by index. Null: there is no such key. The caller sets the deadline. */
  async read(keyId: string): Promise<StoredKey | null> {
    if (this.pool.waitingCount >= maxWaiting) throw new Unavailable("too many reads are waiting");
    return toStoredKey(keyId, await this.query(keyId));
  }

  /** Throws what keeps keys from being read: the server, its version, the rights, the tables. */
  async check(): Promise<void> {
    // The first to be asked, because it tries twice: a dead connection is no news.
    await this.read("");
    const { rows } = await this.pool.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    requireVersion(rows[0]?.version ?? 0);
  }

  /** What the database knows of peppers: their fingerprints, and which of them have living keys. */
  async peppers(): Promise<KnownSecrets> {
    const fingerprints = await this.pool.query<Fingerprint>(
      "select ring, id, fingerprint from secret_fingerprints where ring = 'KEY_PEPPERS'",
    );
    const inUse = await this.pool.query<{ ring: string; id: string }>(
      "select 'KEY_PEPPERS' as ring, id from key_peppers_in_use",
    );
    return { fingerprints: fingerprints.rows, inUse: inUse.rows };
  }

  get waiting(): number {
    return this.pool.waitingCount;
  }

  stop(): Promise<void> {
    return this.pool.end();
  }

  private async query(keyId: string): Promise<FoundRow> {
    const query = { name: "key", text: keyQuery, values: [keyId], rowMode: "array" as const };
    const ask = async () => (await this.pool.query<FoundRow>(query)).rows[0];
    // A dead connection may be noticed only when it is used, while the server is well. So the query is tried once more.
    const row = await ask().catch((error) => {
      if (isConnectionGone(error)) return ask();
      throw error;
    });
    if (!row) throw new Unavailable("no answer");
    return row;
  }
}

/** Null: there is no such key. Throws `Unavailable` for what a standby says, and for a row that is not whole. */
export function toStoredKey(keyId: string, row: FoundRow): StoredKey | null {
  const [isStandby, readAt, orgId, merchantId, mode, hash, pepperId, ...life] = row;
  // A standby may lag behind the primary, or no longer follow it.
  if (isStandby) throw new Unavailable("this server is a standby");
  if (orgId === null) return null;
  if (!isWhole(row)) throw new Unavailable("a key's row is not whole");
  const [createdAt, expiresAt, deactivatesAt, isFrozen] = life;
  return {
    keyId,
    orgId: shared(orgId),
    merchantId,
    mode: shared(mode),
    secretHash: hash.toString("latin1"),
    pepperId: shared(pepperId),
    createdAt,
    ends: toEnds(expiresAt, deactivatesAt),
    isFrozen,
    readAt,
    proof: "",
  };
}

function toEnds(expiresAt: number | null, deactivatesAt: number | null): KeyEnds {
  if (expiresAt === null && deactivatesAt === null) return noEnds;
  return {
    expiresAt: expiresAt ?? Number.POSITIVE_INFINITY,
    deactivatesAt: deactivatesAt ?? Number.POSITIVE_INFINITY,
  };
}

const words = new Map<string, string>();

/** The same text as the same object: of few words there would be one for each key in memory. */
function shared<Word extends string>(word: Word): Word {
  const known = words.get(word);
  if (known === undefined) words.set(word, word);
  return (known ?? word) as Word;
}

/** Without a look at each, an end that is missing would read as "never". */
function isWhole(row: FoundRow): boolean {
  const [isStandby, readAt, orgId, merchantId, mode, hash, pepperId, ...life] = row;
  const [createdAt, expiresAt, deactivatesAt, isFrozen] = life;
  const isTime = (value: unknown) => typeof value === "number" && !Number.isNaN(value);
  return (
    [isStandby, isFrozen].every((value) => typeof value === "boolean") &&
    [orgId, merchantId, mode, pepperId].every((value) => typeof value === "string" && value) &&
    Buffer.isBuffer(hash) &&
    [readAt, createdAt].every(isTime) &&
    [expiresAt, deactivatesAt].every((value) => value === null || isTime(value))
  );
}

function isConnectionGone(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /^(57P01|57P02|08|ECONNRESET|EPIPE)/.test(`${code}`) || /terminated/.test(`${message}`);
}
