import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor, Client } from "@/lib/access/actor";
import { sha256 } from "@/lib/core/crypto";
import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";
import type { Org } from "@/lib/orgs/org";
import { absoluteHours, idleMinutes, isLive } from "./live-session";

/** Activity is stored at most this often, so that not every page view writes a row. */
const touchSeconds = 20;

interface LiveSession extends Record<string, unknown> {
  id: string;
  mode: Mode;
  ends_at: string;
  lasts_until: string;
  read_at: string;
  user_id: string;
  user_name: string;
  email: string;
  merchant_id: string;
  merchant_name: string;
  role: Role;
  two_step_missing: boolean;
  memberships: { id: string; name: string }[];
}

/**
 * Finds the actor of a cookie and stores the activity, in one round trip. Null if the session is revoked, idle, too old
 * or another brand's, or if its user or membership is gone. Background polling passes `isActivity: false`.
 */
export async function findActor(
  org: Org,
  sid: string,
  client: Client,
  isActivity = true,
): Promise<Actor | null> {
  const result = await db().execute<LiveSession>(sql`
    with live as (
      select s.id, s.mode, s.seen_at, now() as read_at,
        s.created_at + make_interval(hours => ${absoluteHours}) as lasts_until,
        ${isActivity} and s.seen_at < now() - make_interval(secs => ${touchSeconds}) as is_touched,
        u.id as user_id, u.name as user_name, u.email,
        m.merchant_id, m.role, merchant.name as merchant_name,
        merchant.is_two_step_required and not u.is_two_step_on as two_step_missing,
        (select json_agg(json_build_object('id', other.id, 'name', other.name) order by other.name, other.id)
          from members mine join merchants other on other.org_id = mine.org_id and other.id = mine.merchant_id
          where mine.org_id = u.org_id and mine.user_id = u.id) as memberships
      from sessions s
      join users u on u.org_id = s.org_id and u.id = s.user_id and u.disabled_at is null
      join members m on m.org_id = s.org_id and m.merchant_id = s.merchant_id and m.user_id = s.user_id
      join merchants merchant on merchant.org_id = s.org_id and merchant.id = s.merchant_id
      where s.sid_hash = ${sha256(sid)} and s.org_id = ${org.id} and ${isLive}
    ), touched as (
      update sessions set seen_at = now()
      from live where sessions.id = live.id and sessions.org_id = ${org.id} and live.is_touched
    )
    select *, least(case when is_touched then read_at else seen_at end + make_interval(mins => ${idleMinutes}),
      lasts_until) as ends_at from live`);
  const row = result.rows[0];
  if (!row) return null;
  return {
    org,
    role: row.role,
    merchant: { id: row.merchant_id, name: row.merchant_name },
    memberships: row.memberships,
    isTwoStepMissing: row.two_step_missing,
    user: { id: row.user_id, name: row.user_name, email: row.email },
    session: {
      id: row.id,
      mode: row.mode,
      readAt: new Date(row.read_at),
      endsAt: new Date(row.ends_at),
      lastsUntil: new Date(row.lasts_until),
    },
    client,
    proof: null,
  };
}
