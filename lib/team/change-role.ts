import { and, eq } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/roles";
import { consumeStepUp } from "@/lib/access/step-up";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { keepAnOwner } from "./keep-an-owner";
import { lockTeamAsOwner } from "./lock-team";
import { revokeInvitationsBy } from "./open-invitation";
import { aboutMember, factsOf, isMember, lockTeammate } from "./teammate";

export interface ChangeRole {
  userId: string;
  role: Role;
  challengeId?: string | undefined;
}

/**
 * Gives a member another role, from their next request on (S-5). One's own needs the step-up "own-role", making somebody
 * an owner "grant-owner" (C-8). Throws `forbidden`, `member_not_found`, `last_owner` and what `consumeStepUp` throws.
 */
export async function changeRole(actor: Actor, input: ChangeRole): Promise<void> {
  requirePermission(actor, "team:manage");
  const { userId, role } = input;
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockTeammate(tx, actor, userId);
    if (member.role === role) return;
    await proveRight(tx, actor, input);
    await keepAnOwner(
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
    await notify(tx, "role-changed", aboutMember(actor, member), {
      ...factsOf(actor, member),
      ...change,
    });
  });
}

async function proveRight(
  tx: Db,
  actor: Actor,
  { userId, role, challengeId }: ChangeRole,
): Promise<void> {
  if (userId === actor.user.id) await consumeStepUp(tx, actor, { action: "own-role", challengeId });
  else if (role === "owner")
    await consumeStepUp(tx, actor, { action: "grant-owner", subject: userId, challengeId });
}
