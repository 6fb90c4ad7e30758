import { sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { log } from "@/lib/core/log";
import { count } from "@/lib/core/measure";

const batch = 1_000;
/** Batches for one table in one call. The worker calls again while there is anything left. */
const maxBatches = 50;

interface Rule {
  table: string;
  /** SQL of the time that counts, which an index begins with: clean-up goes along it, oldest first. */
  since: string;
  /** How long after that the row is kept, as an interval. */
  keep: string;
  /** SQL of what else must be true of a row that goes. */
  also?: string;
}

/** In the order that foreign keys require: rows that refer to others go first. */
export const rules: Rule[] = [
  { table: "rate_limits", since: "window_start", keep: "1 day" },
  { table: "otp_challenges", since: "expires_at", keep: "30 days" },
  {
    table: "pending_logins",
    since: "expires_at",
    keep: "30 days",
    also: "not exists (select from otp_challenges c where c.org_id = t.org_id and c.pending_login_id = t.id)",
  },
  { table: "signups", since: "expires_at", keep: "30 days" },
  { table: "password_resets", since: "expires_at", keep: "30 days" },
  { table: "email_changes", since: "expires_at", keep: "30 days" },
  // For a while a used or old link still says what happened.
  { table: "not_me_links", since: "expires_at", keep: "90 days" },
  {
    table: "invitations",
    since: "coalesce(accepted_at, revoked_at, expires_at)",
    keep: "30 days",
  },
  // A session lives 12 hours at most. Each user's last one is kept, because it shows whether a login comes from a new
  // device (L-15).
  {
    table: "sessions",
    since: "created_at",
    keep: "90 days 12 hours",
    also: `superseded_at is not null
      and exists (select from sessions later where later.org_id = t.org_id and later.user_id = t.user_id
        and later.created_at > t.created_at)`,
  },
  // As long as a browser keeps the cookie.
  { table: "known_devices", since: "used_at", keep: "400 days" },
  { table: "outbox", since: "sent_at", keep: "30 days" },
  { table: "key_usage", since: "hour", keep: "400 days" },
  // The day itself takes one.
  { table: "key_addresses", since: "day", keep: "91 days" },
  // By the hour and not by `last_at`, which every attempt moves: an index on that would cost each of them.
  { table: "key_failures", since: "hour", keep: "90 days 1 hour" },
  { table: "usage_writers", since: "at", keep: "7 days" },
  { table: "audit_failures", since: "hour", keep: "400 days" },
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
      count("keydesk_rows_cleaned_total", { table: rule.table }, removed);
      if (removed < batch) break;
    }
  }
  if (total > 0) log().info({ rows: total }, "cleaned up");
  return total;
}

async function removeBatch(tx: Db, { table, since, keep, also = "true" }: Rule): Promise<number> {
  const lock = await tx.execute<{ is_ours: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('keydesk clean-up', 0)) as is_ours`,
  );
  if (!lock.rows[0]?.is_ours) return 0;
  // Locked rows are skipped, so this never waits. The order keeps the planner on the index: with old statistics it may
  // expect a thousand rows anywhere, and read the whole table to find none.
  const over = `select t.ctid from ${table} t where ${since} < now() - interval '${keep}' and ${also}
    order by ${since} limit ${batch} for update skip locked`;
  const rows = sql.raw(`delete from ${table} where ctid = any (array(${over}))`);
  return (await tx.execute(rows)).rowCount ?? 0;
}
