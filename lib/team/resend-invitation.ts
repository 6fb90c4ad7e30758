import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { lockTeamAsOwner } from "./lock-team";
import { sendInvitation } from "./send-invitation";
import { closeInvitation } from "./withdraw-invitation";

/**
 * Replaces an invitation: sends a new link, valid for seven days from now and in this owner's name; the old link stops
 * working. Throws what withdrawing and inviting throw. Inviting an owner needs the step-up again.
 */
export async function resendInvitation(
  actor: Actor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const closed = await closeInvitation(tx, actor, invitationId);
    if (closed.role === "owner") await requireStepUp(tx, actor, securityTarget("grant-owner"));
    await sendInvitation(tx, actor, closed);
  });
}
