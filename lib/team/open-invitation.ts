/**
 * The states of an invitation: open → accepted, or revoked. An open one can be accepted until it expires, and only
 * while its sender is an owner of the merchant and not disabled.
 */
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";

export const invitationDays = 7;

export const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

const isByOwner = sql`exists (select from members inviter
  join users u on u.org_id = inviter.org_id and u.id = inviter.user_id and u.disabled_at is null
  where inviter.org_id = ${invitations.orgId} and inviter.merchant_id = ${invitations.merchantId}
    and inviter.user_id = ${invitations.invitedBy} and inviter.role = 'owner')`;

export const isAcceptable = and(isOpen, isByOwner, sql`${invitations.expiresAt} > now()`);

/** Matches invitations of the actor's merchant. */
export function isOurs(actor: Actor) {
  return and(eq(invitations.orgId, actor.org.id), eq(invitations.merchantId, actor.merchant.id));
}

/** Revokes the open invitations of a user who stops being an owner. */
export async function revokeInvitationsBy(tx: Db, actor: Actor, userId: string): Promise<void> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(and(isOurs(actor), isOpen, eq(invitations.invitedBy, userId)))
    .returning({ id: invitations.id, email: invitations.email });
  for (const { id, email } of revoked) {
    const detail = { invitation: id, email };
    await recordAudit(tx, "member.invitation_revoked", { ...auditOf(actor), detail });
  }
}
