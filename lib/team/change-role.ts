import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/roles";
import { notify } from "@/lib/outbox/enqueue";
import { lockTeamAsOwner } from "./lock-team";
import { revokeInvitationsBy } from "./open-invitation";
import { refuseLastOwner } from "./refuse-last-owner";
import { requireRoleStepUp } from "./require-role-step-up";
import { isMember, lockTeammate, noticeAudience, noticeFacts } from "./teammate";

export interface ChangeRole {
  userId: string;
  role: Role;
}

/**
 * Gives a member another role, from their next request on (S-5). Throws
 * `forbidden`, `member_not_found`, `last_owner` (C-8) and what `requireRoleStepUp` throws.
 */
export async function changeRole(actor: Actor, input: ChangeRole): Promise<void> {
  requirePermission(actor, "team:manage");
  const { userId, role } = input;
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockTeammate(tx, actor, userId);
    if (member.role === role) return;
    await requireRoleStepUp(tx, actor, { subject: userId, from: member.role, to: role });
    await refuseLastOwner(
      tx
        .update(members)
        .set({ role })
        .where(and(isMember(actor, userId), eq(members.role, member.role)))
        .execute(),
    );
    if (member.role === "owner") await revokeInvitationsBy(tx, actor, userId);
    const detail = { member: userId, from: member.role, to: role };
    await recordAudit(tx, "member.role_changed", { ...auditOf(actor), detail });
    const change = { merchant: actor.merchant.name, from: member.role, to: role };
    await notify(tx, "role-changed", noticeAudience(actor, member), {
      ...noticeFacts(actor, member),
      ...change,
    });
  });
}
