/**
 * Sessions: the row is the truth on every request, the cookie only names it (S-1). A session ends when it is
 * revoked, idle for 15 minutes or 12 hours old, all on the database's clock (S-3); nothing in a token ages it.
 */
import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor, Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import type { Role } from "@/lib/access/roles";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomBase62, sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Mode, Org } from "@/lib/orgs/org";

const idleMinutes = 15;
const absoluteHours = 12;
/** Activity is written down at most this often, so that reading pages does not write rows. */
const touchSeconds = 20;

/** Of a row `s` of sessions. */
export const isLive = sql`s.revoked_at is null and s.seen_at > now() - make_interval(mins => ${idleMinutes})
  and s.created_at > now() - make_interval(hours => ${absoluteHours})`;

export interface NewSession {
  orgId: Org["id"];
  userId: string;
  merchantId: string;
  client: Client;
  /** What the second step of this login was proved with, if it had one (D4). */
  cover?: Cover;
}

/** What an OTP was proved with: the number it went to, the app it was read off, or a recovery code. */
export type Cover = { mobile: string } | { authenticatorId: string } | { recoveryCodeId: string };

/** The session's columns that say so: now, and with nothing else. */
function coverColumns(cover: Cover) {
  return {
    otpAt: sql`now()`,
    otpMobile: "mobile" in cover ? cover.mobile : null,
    otpAuthenticatorId: "authenticatorId" in cover ? cover.authenticatorId : null,
    otpRecoveryCodeId: "recoveryCodeId" in cover ? cover.recoveryCodeId : null,
  };
}

/** Opens a session in Test Mode, ends the user's oldest ones beyond the limit (S-9), and returns the cookie's sid. */
export async function createSession(
  tx: Db,
  input: NewSession,
): Promise<{ sid: string; sessionId: string }> {
  const sid = randomBase62(43);
  const sessionId = newId("ses");
  // Parallel logins of one user go one after the other, or each would count only the others' past.
  await lockUser(tx, input.orgId, input.userId);
  await tx.insert(sessions).values({
    id: sessionId,
    orgId: input.orgId,
    userId: input.userId,
    merchantId: input.merchantId,
    sidHash: sha256(sid),
    address: input.client.address,
    userAgent: input.client.userAgent.slice(0, 300),
    ...(input.cover ? coverColumns(input.cover) : {}),
  });
  const { orgId, client, merchantId, userId } = input;
  const ended = await tx.execute<{ id: string; merchant_id: string }>(sql`
    update sessions set revoked_at = now() where org_id = ${orgId} and id in (
      select s.id from sessions s where s.org_id = ${orgId} and s.user_id = ${userId} and ${isLive}
      order by s.created_at desc, s.id = ${sessionId} desc offset ${env().SESSIONS_PER_USER})
    returning id, merchant_id`);
  for (const session of ended.rows) {
    const whose = { orgId, client, merchantId: session.merchant_id, userId, sessionId: session.id };
    await recordAudit(tx, "session.ended", { ...whose, detail: { cause: "too many sessions" } });
  }
  await recordAudit(tx, "session.created", { orgId, client, merchantId, userId, sessionId });
  return { sid, sessionId };
}

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
 * Who this cookie is, now: one round trip that also notes the activity. Null when the session is revoked, idle,
 * too old, of another brand, or its user or membership is gone. `isActivity: false` for background polling.
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
  };
}

/** Which mode the session's next pages show. Actions never read it: they carry the mode of their page (C-7). */
export async function switchMode(actor: Actor, mode: Mode): Promise<void> {
  await db()
    .update(sessions)
    .set({ mode })
    .where(and(eq(sessions.id, actor.session.id), eq(sessions.orgId, actor.org.id)));
}

/** From the commit on, the cookie opens nothing, wherever a copy of it may be (S-1). */
export function endSession(actor: Actor): Promise<void> {
  return transaction(async (tx) => {
    await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(sessions.id, actor.session.id),
          eq(sessions.orgId, actor.org.id),
          isNull(sessions.revokedAt),
        ),
      );
    await recordAudit(tx, "session.ended", auditOf(actor));
  });
}

/** A session whose rights grow gets a new sid; the old cookie dies in the same commit (S-6). */
export async function coverSession(tx: Db, actor: Actor, cover: Cover): Promise<string> {
  const sid = randomBase62(43);
  await tx
    .update(sessions)
    .set({ sidHash: sha256(sid), ...coverColumns(cover) })
    .where(and(eq(sessions.id, actor.session.id), eq(sessions.orgId, actor.org.id)));
  return sid;
}
