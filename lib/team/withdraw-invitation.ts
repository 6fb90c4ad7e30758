import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/roles";
import { lockTeamAsOwner } from "./lock-team";
import { isOpen, isOurs } from "./open-invitation";
import { teamRefusal } from "./refusals";

/**
 * Revokes an invitation; its link stops working. Throws `forbidden`, and `invitation_closed` if the merchant has no
 * such open invitation.
 */
export async function withdrawInvitation(
  actor: Actor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    await closeInvitation(tx, actor, invitationId);
  });
}

/** Revokes by one conditional UPDATE, so that an invitation is never both accepted and withdrawn. */
export async function closeInvitation(
  tx: Db,
  actor: Actor,
  invitationId: string,
): Promise<{ email: string; role: Role }> {
  const [closed] = await tx
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(and(isOurs(actor), eq(invitations.id, invitationId), isOpen))
    .returning({ email: invitations.email, role: invitations.role });
  if (!closed) throw teamRefusal("invitation_closed");
  const detail = { invitation: invitationId, email: closed.email };
  await recordAudit(tx, "member.invitation_revoked", { ...auditOf(actor), detail });
  return closed;
}
