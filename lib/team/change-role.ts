import { and, eq } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/roles";
import { notify } from "@/lib/outbox/enqueue";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { lockTeamAsOwner } from "./lock-team";
import { revokeInvitationsBy } from "./open-invitation";
import { refuseLastOwner } from "./refuse-last-owner";
import { isMember, lockTeammate, noticeAudience, noticeFacts } from "./teammate";

export interface ChangeRole {
  userId: string;
  role: Role;
}

/**
 * Gives a member another role, from their next request on (S-5). Changing your own role needs the step-up "own-role";
 * making somebody an owner needs "grant-owner" (C-8). Throws `forbidden`, `member_not_found`, `last_owner` and what
 * `requireStepUp` throws.
 */
export async function changeRole(actor: Actor, input: ChangeRole): Promise<void> {
  requirePermission(actor, "team:manage");
  const { userId, role } = input;
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockTeammate(tx, actor, userId);
    if (member.role === role) return;
    await requireRoleStepUp(tx, actor, input);
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

async function requireRoleStepUp(
  tx: Db,
  actor: Actor,
  { userId, role }: ChangeRole,
): Promise<void> {
  if (userId === actor.user.id) await requireStepUp(tx, actor, securityTarget("own-role"));
  else if (role === "owner") await requireStepUp(tx, actor, securityTarget("grant-owner", userId));
}
