/**
 * Sessions: the row is the truth on every request, the cookie only names it (S-1). A session ends when it is
 * revoked, idle for 15 minutes or 12 hours old, all on the database's clock (S-3); nothing in a token ages it.
 */
import { sql } from "drizzle-orm";

export const idleMinutes = 15;
export const absoluteHours = 12;

/** Of a row `s` of sessions. */
export const isLive = sql`s.revoked_at is null and s.seen_at > now() - make_interval(mins => ${idleMinutes})
  and s.created_at > now() - make_interval(hours => ${absoluteHours})`;
