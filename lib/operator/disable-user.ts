import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import { lockUser } from "@/lib/access/lock-user";
import { recordAudit } from "@/lib/audit/record-audit";
import { forgetDevices } from "@/lib/devices/known-devices";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { endSessions, voidLinks } from "@/lib/sessions/end-sessions";
import { isOpen } from "@/lib/team/open-invitation";
import { auditChainOf, type FoundUser, getUser } from "./get-user";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";
import { retryOnDeadlock } from "./retry-on-deadlock";

/**
 * From the commit on this user opens nothing in the brand: no session, login or link (S-8), and whom they have invited
 * cannot join. API keys keep working. Tells the user and the owners. Throws `unknown`, `ambiguous`, and `already_so`
 * for a disabled user.
 */
export async function disableUser(
  operator: Operator,
  email: string,
  orgId?: OrgId,
): Promise<FoundUser> {
  const user = await getUser(db(), email, orgId);
  await retryOnDeadlock(() => transaction((tx) => disable(tx, operator, user)));
  return getUser(db(), email, user.orgId);
}

/**
 * Lets a disabled user log in again, with password and 2-step verification as they were; nothing that was ended comes
 * back. Tells the user and the owners. Throws `unknown`, `ambiguous`, and `already_so` for a user who is not disabled.
 */
export async function enableUser(
  operator: Operator,
  email: string,
  orgId?: OrgId,
): Promise<FoundUser> {
  const user = await getUser(db(), email, orgId);
  await transaction(async (tx) => {
    const enabled = await tx
      .update(users)
      .set({ disabledAt: null })
      .where(and(eq(users.orgId, user.orgId), eq(users.id, user.id), isNotNull(users.disabledAt)))
      .returning({ id: users.id });
    if (enabled.length === 0) throw operatorRefusal("already_so", `${email} is not disabled.`);
    const whose = { orgId: user.orgId, userId: user.id };
    await notify(tx, "user-enabled", whose, { by: supportOf(user.orgId), who: whoIs(user) });
    const entry = auditBy(operator, auditChainOf(user), { user: user.id });
    await recordAudit(tx, "member.enabled", entry);
  });
  return getUser(db(), email, user.orgId);
}

async function disable(tx: Db, operator: Operator, user: FoundUser): Promise<void> {
  const whose = { orgId: user.orgId, userId: user.id };
  await lockUser(tx, user.orgId, user.id);
  // Before the change: notices are not sent to disabled users, and this one concerns the user.
  await notify(tx, "user-disabled", whose, { by: supportOf(user.orgId), who: whoIs(user) });
  const disabled = await tx
    .update(users)
    .set({ disabledAt: sql`now()` })
    .where(and(eq(users.orgId, user.orgId), eq(users.id, user.id), isNull(users.disabledAt)))
    .returning({ id: users.id });
  if (disabled.length === 0)
    throw operatorRefusal("already_so", `${user.email} is disabled already.`);
  const entry = auditBy(operator, auditChainOf(user), { user: user.id });
  await endSessions(tx, whose, { entry, cause: "disabled" });
  await voidLinks(tx, whose);
  await forgetDevices(tx, whose);
  await revokeInvitations(tx, operator, whose);
  await recordAudit(tx, "member.disabled", entry);
}

async function revokeInvitations(
  tx: Db,
  operator: Operator,
  { orgId, userId }: { orgId: OrgId; userId: string },
): Promise<void> {
  const revoked = await tx
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(invitations.orgId, orgId), eq(invitations.invitedBy, userId), isOpen))
    .returning({
      id: invitations.id,
      merchantId: invitations.merchantId,
      email: invitations.email,
    });
  for (const { id, merchantId, email } of revoked) {
    const entry = auditBy(operator, { orgId, merchantId }, { invitation: id, email });
    await recordAudit(tx, "member.invitation_revoked", entry);
  }
}
