import { sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { log } from "@/lib/core/log";

const batch = 1_000;
/** Batches for one table in one run. What remains is left for the next run. */
const maxBatches = 50;

interface Rule {
  table: string;
  /** SQL condition for rows that are no longer needed. */
  isOver: string;
}

const past = (column: string, days: number) => `${column} < now() - interval '${days} days'`;

/** In the order that foreign keys require: rows that refer to others go first. */
const rules: Rule[] = [
  { table: "rate_limits", isOver: past("window_start", 1) },
  { table: "otp_challenges", isOver: past("expires_at", 30) },
  {
    table: "pending_logins",
    isOver: `${past("expires_at", 30)}
      and not exists (select from otp_challenges c where c.org_id = t.org_id and c.pending_login_id = t.id)`,
  },
  { table: "signups", isOver: past("expires_at", 30) },
  { table: "password_resets", isOver: past("expires_at", 30) },
  { table: "email_changes", isOver: past("expires_at", 30) },
  // For a while a used or old link still says what happened.
  { table: "not_me_links", isOver: past("expires_at", 90) },
  { table: "invitations", isOver: past("coalesce(accepted_at, revoked_at, expires_at)", 30) },
  // A session lives 12 hours at most. Each user's last one is kept, because it shows whether a login comes from a new
  // device (L-15).
  {
    table: "sessions",
    isOver: `${past("coalesce(revoked_at, created_at + interval '12 hours')", 90)}
      and exists (select from sessions later where later.org_id = t.org_id and later.user_id = t.user_id
        and later.created_at > t.created_at)`,
  },
  { table: "outbox", isOver: `t.sent_at is not null and ${past("sent_at", 30)}` },
  { table: "key_usage", isOver: past("hour", 400) },
  { table: "key_failures", isOver: past("last_at", 90) },
  { table: "usage_writers", isOver: past("at", 7) },
];

/**
 * Deletes rows that are no longer needed, in small batches so that no lock is held for long. If another worker is
 * cleaning up, this one skips its turn. Returns the number of deleted rows.
 */
export async function cleanUp(): Promise<number> {
  let total = 0;
  for (const rule of rules) {
    for (let round = 0; round < maxBatches; round++) {
      const removed = await transaction((tx) => removeBatch(tx, rule));
      total += removed;
      if (removed < batch) break;
    }
  }
  if (total > 0) log().info({ rows: total }, "cleaned up");
  return total;
}

async function removeBatch(tx: Db, { table, isOver }: Rule): Promise<number> {
  const lock = await tx.execute<{ is_ours: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('keydesk clean-up', 0)) as is_ours`,
  );
  if (!lock.rows[0]?.is_ours) return 0;
  // Locked rows are skipped, so this never waits.
  const rows = sql.raw(
    `delete from ${table} where ctid = any (array(select t.ctid from ${table} t where ${isOver} limit ${batch} for update skip locked))`,
  );
  return (await tx.execute(rows)).rowCount ?? 0;
}
