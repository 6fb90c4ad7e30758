import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { clearTwoStep } from "@/lib/factors/clear-two-step";
import { notify } from "@/lib/outbox/enqueue";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { lockTeamAsOwner } from "./lock-team";
import { lockSubordinate, noticeAudience, noticeFacts } from "./teammate";

/**
 * For a member who lost their phone. Turns 2-step verification off and removes whatever a finder of the phone could
 * use: mobile, authenticator app, recovery codes, sessions and pending logins. The password stays. Needs the step-up
 * "reset-two-step" for this member. Throws `forbidden` for yourself and for owners, `member_not_found`,
 * `not_yours_alone`, and what `requireStepUp` throws.
 */
export async function resetMemberTwoStep(
  actor: Actor,
  { userId }: { userId: string },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockSubordinate(tx, actor, userId);
    if (!member.isTwoStepOn) return;
    await requireStepUp(tx, actor, securityTarget("reset-two-step", userId));
    const entry = { ...auditOf(actor), detail: { member: userId } };
    await clearTwoStep(tx, { orgId: actor.org.id, userId }, entry);
    await recordAudit(tx, "two_step.reset", entry);
    await notify(tx, "two-step-reset", noticeAudience(actor, member), noticeFacts(actor, member));
  });
}
