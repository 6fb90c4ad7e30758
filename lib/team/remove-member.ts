import { transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { lockTeamAsOwner } from "./lock-team";
import { revokeInvitationsBy } from "./open-invitation";
import { refuseLastOwner } from "./refuse-last-owner";
import { requireRoleStepUp } from "./require-role-step-up";
import { isMember, lockTeammate, noticeAudience, noticeFacts } from "./teammate";

/**
 * Ends a membership and every session in it; the person and their other memberships stay (S-5). Throws
 * `forbidden`, `member_not_found`, `last_owner` and what `requireRoleStepUp` throws.
 */
export async function removeMember(actor: Actor, { userId }: { userId: string }): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockTeammate(tx, actor, userId);
    await requireRoleStepUp(tx, actor, { subject: userId, from: member.role, to: null });
    await refuseLastOwner(tx.delete(members).where(isMember(actor, userId)).execute());
    await revokeInvitationsBy(tx, actor, userId);
    const detail = { member: userId, role: member.role };
    await recordAudit(tx, "member.removed", { ...auditOf(actor), detail });
    const facts = { ...noticeFacts(actor, member), merchant: actor.merchant.name };
    await notify(tx, "member-removed", noticeAudience(actor, member), facts);
  });
}
