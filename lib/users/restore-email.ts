/**
 * Giving a changed email address back. The mail that tells an old address of its change has a link "This wasn't me"
 * which restores that address (docs/decisions/0049). Several changes within its seven days make a chain of links. The one
 * of the earliest change wins: whatever came after it may have been the intruder's.
 */
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { notMeLinks } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { linkRefusal } from "@/lib/core/refusals";
import type { Org, OrgId } from "@/lib/orgs/org";
import { notify, notifyAt, sendLetter } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { openReset } from "@/lib/passwords/request-reset";

interface Whose {
  orgId: OrgId;
  userId: string;
}

interface Restored extends Whose {
  name: string;
  /** The address until now, and the one that counts again. */
  from: string;
  to: string;
}

/** This reader's links that were neither used nor made void. */
const isUnused = ({ orgId, userId }: Whose) =>
  and(
    eq(notMeLinks.orgId, orgId),
    eq(notMeLinks.readerId, userId),
    isNull(notMeLinks.usedAt),
    isNull(notMeLinks.voidedAt),
  );

/** Whatever this reader was sent since went to the mailbox of somebody else, links of other notices included. */
async function voidLaterThan(tx: Db, whose: Whose, linkId: string): Promise<void> {
  const itsTime = sql`(select this.created_at from not_me_links this where this.id = ${linkId})`;
  await tx
    .update(notMeLinks)
    .set({ voidedAt: sql`now()` })
    .where(and(isUnused(whose), sql`${notMeLinks.createdAt} > ${itsTime}`));
}

/**
 * For an ordinary change: whether it leads back to an address that an open link restores. Then it counts like that link:
 * the links that went to the addresses in between are void, and the address that is left gets none. Otherwise an intruder whose
 * change was undone by hand could take the account again with the link in their own mailbox.
 */
export async function voidIfReturning(tx: Db, whose: Whose, email: string): Promise<boolean> {
  const [link] = await tx
    .select({ id: notMeLinks.id })
    .from(notMeLinks)
    .where(
      and(
        isUnused(whose),
        eq(notMeLinks.restoresEmail, email),
        gt(notMeLinks.expiresAt, sql`now()`),
      ),
    )
    .orderBy(asc(notMeLinks.createdAt))
    .limit(1);
  if (!link) return false;
  await voidLaterThan(tx, whose, link.id);
  return true;
}

/**
 * Makes the link's address the user's again and voids the links that their reader was sent later. The caller holds the user's lock and
 * has used the link up. The unique index "users_org_id_email" refuses an address that is another account's by now.
 */
export async function restoreEmail(
  tx: Db,
  whose: Whose,
  link: { id: string; email: string },
): Promise<Restored> {
  const isThisUser = and(eq(users.orgId, whose.orgId), eq(users.id, whose.userId));
  const [user] = await tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(isThisUser);
  if (!user) throw linkRefusal("link_expired");
  await tx.update(users).set({ email: link.email }).where(isThisUser);
  await voidLaterThan(tx, whose, link.id);
  return { ...whose, name: user.name, from: user.email, to: link.email };
}

/**
 * Records a restored address and tells of it: the address itself with a link to choose a new password, the one that
 * counted until now without any link, and the owners. To be called when the user's open links are void.
 */
export async function tellOfRestoredEmail(
  tx: Db,
  org: Org,
  { name, from, to, ...whose }: Restored,
  client: Client,
): Promise<void> {
  await recordAudit(tx, "email.restored", { ...whose, client });
  const resetId = await openReset(tx, org, whose.userId);
  // Beyond the hourly budget of letters: a link is pressed once, and only by whoever reads that mailbox.
  if (resetId) await sendLetter(tx, "password-after-restore", { ...whose, to }, { resetId, name });
  const user = { id: whose.userId, name, email: to };
  const facts = { who: whoIs(user), ...byUser(user), from, to };
  await notify(tx, "email-restored", whose, facts);
  if (from !== to) await notifyAt(tx, "email-restored", "email", { ...whose, to: from }, facts);
}
