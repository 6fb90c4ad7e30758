/**
 * "This wasn't me": the link in a security notice. Each reader has a link of their own. It works once and without a login,
 * ends the sessions of the user who made the change, makes them choose a new password, and freezes the key concerned.
 * At the press the reader must still be the user concerned or an owner: somebody who was removed or demoted since keeps
 * the mail, but no power over the business (D24).
 */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/is-unique-violation";
import { notMeLinks } from "@/db/schema/accounts";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { accessRefusal } from "@/lib/access/refusals";
import { spendAddress } from "@/lib/access/spend-address";
import { spendRate } from "@/lib/access/spend-rate";
import { isAlive } from "@/lib/api-keys/key-status";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashLinkToken } from "@/lib/core/link-token";
import { linkRefusal } from "@/lib/core/refusals";
import type { Org } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { isReaderInCharge } from "./find-not-me";
import type { NotMeDone } from "./not-me-view";
import { restoreEmail, tellOfRestoredEmail } from "./restore-email";
import { stopLogin } from "./stop-login";

/** A reader who has to press more often needs support, and an account that was taken over presses no more than that. */
const pressesPerDay = 5;
const daySeconds = 24 * 60 * 60;

type Link = typeof notMeLinks.$inferSelect;

/**
 * Uses the link up and does what it promises, in one transaction: every session and pending login of that user ends,
 * their open links are void, no browser of theirs is known any more, their password is worth nothing until it is reset,
 * and the key is frozen if it still works. The link that went to an old email address gives the address back first. Owners
 * and the user are told who pressed. Throws `link_expired` for a link that is used, too old, not ours or no longer its
 * reader's, or whose address another account has taken, and `rate_limited`.
 */
export async function confirmNotMe(org: Org, token: string, client: Client): Promise<NotMeDone> {
  await spendAddress(org, client, "not-me");
  try {
    return await transaction((tx) => press(tx, org, token, client));
  } catch (error) {
    if (!isUniqueViolation(error, "users_org_id_email")) throw error;
    throw linkRefusal(
      "link_expired",
      `The email belongs to another account by now, so nothing was changed. Contact ${org.supportEmail}.`,
    );
  }
}

async function press(tx: Db, org: Org, token: string, client: Client): Promise<NotMeDone> {
  const link = await takeLink(tx, org, token);
  const actor = await getUser(tx, org, link.actorId);
  const reader = await getUser(tx, org, link.readerId);
  const whose = { orgId: org.id, userId: actor.id };
  // The address first: everything after it leads to that mailbox.
  const email = link.restoresEmail;
  const restored = email ? await restoreEmail(tx, whose, { id: link.id, email }) : null;
  const ended = await stopLogin(tx, whose, client);
  await recordAudit(tx, "not_me.confirmed", {
    ...whereOf(link, client),
    userId: reader.id,
    ...(link.keyId ? { keyId: link.keyId } : {}),
    detail: { event: link.kind, stopped: actor.id, sessions: `${ended}` },
  });
  const about = { ...whose, ...merchantOf(link) };
  if (restored) await tellOfRestoredEmail(tx, org, restored, client);
  else await notify(tx, "login-stopped", about, { who: whoIs(actor), ...byUser(reader) });
  const key = await freeze(tx, link, { client, reader });
  return { name: actor.name, key, restored: restored?.to ?? null };
}

/** One conditional UPDATE, under the lock of the user whose sessions it ends: of parallel presses one goes through. */
async function takeLink(tx: Db, org: Org, token: string): Promise<Link> {
  const isThisLink = and(
    eq(notMeLinks.tokenHash, hashLinkToken(token)),
    eq(notMeLinks.orgId, org.id),
  );
  const [known] = await tx.select().from(notMeLinks).where(isThisLink);
  if (!known) throw linkRefusal("link_expired");
  await lockUser(tx, org.id, known.actorId);
  const [link] = await tx
    .update(notMeLinks)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        isThisLink,
        isNull(notMeLinks.usedAt),
        isNull(notMeLinks.voidedAt),
        gt(notMeLinks.expiresAt, sql`now()`),
        isReaderInCharge,
      ),
    )
    .returning();
  if (!link) throw linkRefusal("link_expired");
  // A link that restores an address is not counted: the intruder reads this user's other notices, and could use up the
  // presses of the day.
  if (link.restoresEmail) return link;
  if (!(await spendRate(tx, `not-me ${org.id} ${link.readerId}`, pressesPerDay, daySeconds)))
    throw accessRefusal(
      "rate_limited",
      `You have used many of these links today. Contact ${org.supportEmail}.`,
    );
  return link;
}

async function getUser(tx: Db, org: Org, userId: string) {
  const [user] = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.id, userId)));
  if (!user) throw linkRefusal("link_expired");
  return user;
}

const merchantOf = ({ merchantId }: Link) => (merchantId ? { merchantId } : {});

const whereOf = (link: Link, client: Client) => ({
  orgId: link.orgId,
  client,
  ...merchantOf(link),
});

/** The key of a link has not ended. */
const isItsLiveKey = ({ orgId, keyId, merchantId }: Link) =>
  and(
    eq(apiKeys.orgId, orgId),
    eq(apiKeys.merchantId, merchantId ?? ""),
    eq(apiKeys.keyId, keyId ?? ""),
    isAlive(),
  );

/** Returns the link's key if it is frozen now. */
async function freeze(
  tx: Db,
  link: Link,
  { client, reader }: { client: Client; reader: { id: string; name: string } },
): Promise<NotMeDone["key"]> {
  const columns = { keyId: apiKeys.keyId, mode: apiKeys.mode };
  const [frozen] = await tx
    .update(apiKeys)
    .set({ frozenAt: sql`now()` })
    .where(and(isItsLiveKey(link), isNull(apiKeys.frozenAt)))
    .returning(columns);
  if (!frozen) {
    const [before] = await tx.select(columns).from(apiKeys).where(isItsLiveKey(link));
    return before ?? null;
  }
  const about = { orgId: link.orgId, ...merchantOf(link) };
  await recordAudit(tx, "key.frozen", {
    ...whereOf(link, client),
    userId: reader.id,
    ...frozen,
    detail: { cause: "not me" },
  });
  const by = { by: `${reader.name}, with “This wasn't me”`, byUserId: reader.id };
  await notify(tx, "key-frozen", { ...about, userId: link.actorId }, { ...frozen, ...by });
  return frozen;
}
