/** One member of the actor's merchant, for the commands that change a member. */
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import type { Role } from "@/lib/core/roles";
import { hasWaitingDevice } from "@/lib/devices/known-devices";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { teamRefusal } from "./refusals";

export interface Teammate {
  userId: string;
  name: string;
  email: string;
  role: Role;
  isTwoStepOn: boolean;
  isLocked: boolean;
}

/**
 * What an owner may lift: a lock of codes, or the 30-minute lock of the password; not the short waits before it (L-9,
 * D11).
 */
export const isLocked = sql<boolean>`coalesce(${users.codesLockedUntil} > now(), false)
  or (${users.failedPasswords} >= 10 and coalesce(${users.passwordRetryAt} > now(), false))
  or ${hasWaitingDevice(10)}`;

export function isMember(actor: Actor, userId: string) {
  return and(
    eq(members.orgId, actor.org.id),
    eq(members.merchantId, actor.merchant.id),
    eq(members.userId, userId),
  );
}

/** Finds the member and locks the user's row, before any row of their sessions or codes. Throws `member_not_found`. */
export async function lockTeammate(tx: Db, actor: Actor, userId: string): Promise<Teammate> {
  const [member] = await tx
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      isTwoStepOn: users.isTwoStepOn,
      isLocked,
    })
    .from(members)
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .where(isMember(actor, userId))
    .for("no key update", { of: users });
  if (!member) throw teamRefusal("member_not_found");
  return member;
}

/**
 * Locks a member whose login the actor may reset: not the actor, not an owner, and not a user who also belongs to a
 * merchant that the actor does not own, because its owners would not be asked. Throws `member_not_found`, `forbidden`,
 * `not_yours_alone`.
 */
export async function lockSubordinate(tx: Db, actor: Actor, userId: string): Promise<Teammate> {
  const member = await lockTeammate(tx, actor, userId);
  if (userId === actor.user.id)
    throw accessRefusal("forbidden", "Nobody can do this for themselves. Contact support.");
  if (member.role === "owner")
    throw accessRefusal("forbidden", "Only support can do this for an owner.");
  const others = await tx.execute(sql`
    select 1 from members theirs where theirs.org_id = ${actor.org.id} and theirs.user_id = ${userId}
      and not exists (select from members mine where mine.org_id = theirs.org_id
        and mine.merchant_id = theirs.merchant_id and mine.user_id = ${actor.user.id} and mine.role = 'owner')
    limit 1`);
  if (others.rows.length > 0) throw teamRefusal("not_yours_alone");
  return member;
}

/** The facts that every notice about a member needs. */
export function noticeFacts(actor: Actor, member: Teammate) {
  return { ...byUser(actor.user), who: whoIs(member) };
}

export function noticeAudience(actor: Actor, member: Teammate) {
  return { orgId: actor.org.id, merchantId: actor.merchant.id, userId: member.userId };
}
