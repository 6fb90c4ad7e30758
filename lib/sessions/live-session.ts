/**
 * Whether a session is live. Each request reads its row; the cookie only names it (S-1). A session ends when it is
 * revoked, idle for 15 minutes or 12 hours old, by the database's clock (S-3). Times in the cookie's token do not
 * matter.
 */
import { sql } from "drizzle-orm";

export const idleMinutes = 15;
export const absoluteHours = 12;

/** A condition on a row of `sessions` with the alias `s`. */
export const isLive = sql`s.revoked_at is null and s.seen_at > now() - make_interval(mins => ${idleMinutes})
  and s.created_at > now() - make_interval(hours => ${absoluteHours})`;
