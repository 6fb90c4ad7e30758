import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { lockTeamAsOwner } from "./lock-team";
import { requireRoleStepUp } from "./require-role-step-up";
import { sendInvitation } from "./send-invitation";
import { closeInvitation } from "./withdraw-invitation";

/**
 * A new letter with a new link, good for seven days from now and in this owner's name; the old link ends. Throws what
 * withdrawing and inviting throw: it needs the same proof again.
 */
export async function resendInvitation(
  actor: Actor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const closed = await closeInvitation(tx, actor, invitationId);
    const { email, role } = closed;
    await requireRoleStepUp(tx, actor, { subject: email, from: null, to: role });
    await sendInvitation(tx, actor, closed);
  });
}
