import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { members, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { mayUseKeys } from "@/lib/access/permissions";
import { spendRate } from "@/lib/access/spend-rate";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import type { Role } from "@/lib/core/roles";
import { notify, sendLetter } from "@/lib/outbox/enqueue";
import { byUser } from "@/lib/outbox/name-people";
import { invitationDays } from "./open-invitation";
import { teamRefusal } from "./refusals";

const daySeconds = 24 * 60 * 60;
/** Invitations a day, limited so that no owner can flood an address or the brand's mail server. */
const perMerchant = 100;
const perAddress = 5;

/**
 * Inserts an invitation and queues its letter, in the caller's transaction, which holds the team's lock. Throws
 * `already_member`, `already_invited`, `invitations_limited`.
 */
export async function sendInvitation(
  tx: Db,
  actor: Actor,
  { email, role }: { email: string; role: Role },
): Promise<string> {
  if (await isMemberAlready(tx, actor, email)) throw teamRefusal("already_member");
  const id = newLinkId("invitation");
  const inserted = await tx
    .insert(invitations)
    .values({
      id,
      orgId: actor.org.id,
      merchantId: actor.merchant.id,
      email,
      role,
      invitedBy: actor.user.id,
      tokenHash: hashLinkToken(linkToken("invitation", id)),
      expiresAt: sql`now() + make_interval(days => ${invitationDays})`,
    })
    .onConflictDoNothing()
    .returning({ id: invitations.id });
  if (inserted.length === 0) throw teamRefusal("already_invited");
  await spendInvitation(tx, actor, email);
  await sendLetter(
    tx,
    "invitation",
    { orgId: actor.org.id, merchantId: actor.merchant.id, to: email },
    { invitationId: id, merchant: actor.merchant.name, by: actor.user.name, role },
  );
  if (mayUseKeys(role)) {
    const about = { orgId: actor.org.id, merchantId: actor.merchant.id };
    const facts = { ...byUser(actor.user), email, merchant: actor.merchant.name, role };
    await notify(tx, "member-invited", about, facts);
  }
  const detail = { invitation: id, email, role };
  await recordAudit(tx, "member.invited", { ...auditOf(actor), detail });
  return id;
}

/** Counts in the caller's transaction, so that a refused invitation is not counted. */
async function spendInvitation(tx: Db, { org, merchant }: Actor, email: string): Promise<void> {
  const key = `invite ${org.id} ${merchant.id}`;
  const isWithin =
    (await spendRate(tx, key, perMerchant, daySeconds)) &&
    (await spendRate(tx, `${key} ${email}`, perAddress, daySeconds));
  if (!isWithin) throw teamRefusal("invitations_limited");
}

async function isMemberAlready(tx: Db, actor: Actor, email: string): Promise<boolean> {
  const rows = await tx
    .select({ id: users.id })
    .from(users)
    .innerJoin(members, and(eq(members.orgId, users.orgId), eq(members.userId, users.id)))
    .where(
      and(
        eq(users.orgId, actor.org.id),
        eq(users.email, email),
        eq(members.merchantId, actor.merchant.id),
      ),
    );
  return rows.length > 0;
}
