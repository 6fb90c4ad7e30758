import { and, eq, not, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Role } from "@/lib/core/roles";
import { lockTeamAsOwner } from "./lock-team";
import { isAcceptable, isOpen, isOurs } from "./open-invitation";
import { requireRoleStepUp } from "./require-role-step-up";
import { sendInvitation } from "./send-invitation";

export interface InviteMember {
  email: string;
  role: Role;
}

/**
 * Invites an address for seven days; what is in its way but could not be accepted any more is closed. Throws
 * `forbidden`, `already_member`, `already_invited`, `invitations_limited` and what `requireRoleStepUp` throws.
 */
export async function inviteMember(actor: Actor, input: InviteMember): Promise<void> {
  requirePermission(actor, "team:manage");
  const { role } = input;
  const email = input.email.trim().toLowerCase();
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    await requireRoleStepUp(tx, actor, { subject: email, from: null, to: role });
    await tx
      .update(invitations)
      .set({ revokedAt: sql`now()` })
      .where(
        and(isOurs(actor), eq(invitations.email, email), isOpen, not(isAcceptable ?? sql`true`)),
      );
    await sendInvitation(tx, actor, { email, role });
  });
}
