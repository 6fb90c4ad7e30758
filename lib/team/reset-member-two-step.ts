import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { authenticators, recoveryCodes } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { pendingLogins, sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { consumeStepUp } from "@/lib/access/step-up";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { lockTeamAsOwner } from "./lock-team";
import { aboutMember, factsOf, lockSubordinate } from "./teammate";

/**
 * For a member who lost the phone: 2-step verification off, and everything that a finder of the phone could use is void:
 * mobile, authenticator app, recovery codes, sessions, logins under way. The password stays. Needs the step-up
 * "reset-two-step" about this person. Throws `forbidden` for oneself and for owners, `member_not_found`,
 * `not_yours_alone`, and what `consumeStepUp` throws.
 */
export async function resetMemberTwoStep(
  actor: Actor,
  { userId, challengeId }: { userId: string; challengeId?: string | undefined },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockSubordinate(tx, actor, userId);
    if (!member.isTwoStepOn) return;
    await consumeStepUp(tx, actor, { action: "reset-two-step", subject: userId, challengeId });
    await clearFactors(tx, actor.org.id, userId);
    await endSessions(tx, actor.org.id, userId);
    await recordAudit(tx, "two_step.reset", { ...auditOf(actor), detail: { member: userId } });
    await notify(tx, "two-step-reset", aboutMember(actor, member), factsOf(actor, member));
  });
}

async function clearFactors(tx: Db, orgId: OrgId, userId: string): Promise<void> {
  await tx
    .update(users)
    .set({ isTwoStepOn: false, authenticatorId: null, mobile: null, mobileVerifiedAt: null })
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)));
  await tx
    .delete(authenticators)
    .where(and(eq(authenticators.orgId, orgId), eq(authenticators.userId, userId)));
  await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.orgId, orgId), eq(recoveryCodes.userId, userId)));
}

async function endSessions(tx: Db, orgId: OrgId, userId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.orgId, orgId), eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  await tx
    .update(pendingLogins)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(pendingLogins.orgId, orgId),
        eq(pendingLogins.userId, userId),
        isNull(pendingLogins.usedAt),
      ),
    );
}
