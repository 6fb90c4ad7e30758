import { transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { lockTeamAsOwner } from "./lock-team";
import { revokeInvitationsBy } from "./open-invitation";
import { refuseLastOwner } from "./refuse-last-owner";
import { isMember, lockTeammate, noticeAudience, noticeFacts } from "./teammate";

/**
 * Ends a membership and every session in it. The user and their other memberships stay (S-5). Leaving a team yourself
 * needs the step-up "own-role". Throws `forbidden`, `member_not_found`, `last_owner` and what `requireStepUp` throws.
 */
export async function removeMember(actor: Actor, { userId }: { userId: string }): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockTeammate(tx, actor, userId);
    if (userId === actor.user.id) await requireStepUp(tx, actor, securityTarget("own-role"));
    await refuseLastOwner(tx.delete(members).where(isMember(actor, userId)).execute());
    await revokeInvitationsBy(tx, actor, userId);
    const detail = { member: userId, role: member.role };
    await recordAudit(tx, "member.removed", { ...auditOf(actor), detail });
    const facts = { ...noticeFacts(actor, member), merchant: actor.merchant.name };
    await notify(tx, "member-removed", noticeAudience(actor, member), facts);
  });
}
