/**
 * "This wasn't me": the signed link in a security notice. Whoever received the notice (an owner or the user concerned)
 * can end the sessions of the user who made the change and freeze the key concerned, without logging in.
 */
import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { emailChanges } from "@/db/schema/accounts";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { recordAudit } from "@/lib/audit/record-audit";
import { type NotMe as Link, readNotMeToken } from "@/lib/core/not-me-token";
import { linkRefusal } from "@/lib/core/refusals";
import type { Org, OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { endLogins } from "@/lib/sessions/end-sessions";
import type { NotMeDone, NotMeView } from "./not-me-view";

type NotMeLink = Link<OrgId>;

/** Changes nothing, because mail scanners open links. Null for a token that is forged, another brand's or too old. */
export async function findNotMe(org: Org, token: string): Promise<NotMeView | null> {
  const link = readNotMeToken(org.id, token);
  const user = link && (await findPerson(db(), link));
  if (!user) return null;
  const [key] = await db()
    .select({ keyId: apiKeys.keyId, mode: apiKeys.mode })
    .from(apiKeys)
    .where(and(isItsKey(link), isAlive, isNull(apiKeys.frozenAt)));
  return { name: user.name, key: key ?? null };
}

/**
 * Ends every session and pending login of that user, voids an unconfirmed new email address, freezes the key if it
 * still works, records it and tells the owners, in one transaction. Pressed again, it ends what was opened since, and
 * keeps the earlier freeze. Throws `link_expired`.
 */
export async function confirmNotMe(org: Org, token: string, client: Client): Promise<NotMeDone> {
  const link = readNotMeToken(org.id, token);
  if (!link) throw linkRefusal("link_expired");
  return transaction(async (tx) => {
    await lockUser(tx, org.id, link.userId);
    const user = await findPerson(tx, link);
    if (!user) throw linkRefusal("link_expired");
    const ended = await endAll(tx, link, client);
    const { merchantId, userId } = link;
    await recordAudit(tx, "not_me.confirmed", {
      orgId: org.id,
      client,
      merchantId,
      userId,
      ...(link.keyId ? { keyId: link.keyId } : {}),
      detail: { sessions: `${ended}` },
    });
    await freeze(tx, link, client);
    const [key] = await tx
      .select({ keyId: apiKeys.keyId, mode: apiKeys.mode })
      .from(apiKeys)
      .where(and(isItsKey(link), isAlive));
    return { name: user.name, key: key ?? null };
  });
}

/** Null if the link is too old by the database's clock, or the user does not exist. */
async function findPerson(on: Db, { orgId, userId, expiresAt }: NotMeLink) {
  const [user] = await on
    .select({ name: users.name })
    .from(users)
    .where(
      and(
        eq(users.orgId, orgId),
        eq(users.id, userId),
        sql`${expiresAt.toISOString()}::timestamptz > now()`,
      ),
    );
  return user ?? null;
}

const isItsKey = ({ orgId, keyId, merchantId }: NotMeLink) =>
  and(
    eq(apiKeys.orgId, orgId),
    eq(apiKeys.merchantId, merchantId ?? ""),
    eq(apiKeys.keyId, keyId ?? ""),
  );

/** The key is current, or retiring and before its deadline. */
const isAlive = or(isNull(apiKeys.deactivatesAt), gt(apiKeys.deactivatesAt, sql`now()`));

/** No session lives longer than 12 hours, so older ones have already ended. */
const isYoung = gt(sessions.createdAt, sql`now() - interval '12 hours'`);

/** Ends sessions, pending logins and unconfirmed new email addresses. Returns how many sessions it ended. */
async function endAll(tx: Db, { orgId, userId }: NotMeLink, client: Client): Promise<number> {
  const isTheirs = (table: typeof sessions | typeof emailChanges) =>
    and(eq(table.orgId, orgId), eq(table.userId, userId));
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(isTheirs(sessions), isNull(sessions.revokedAt), isYoung))
    .returning({ id: sessions.id, merchantId: sessions.merchantId });
  await endLogins(tx, { orgId, userId });
  await tx
    .update(emailChanges)
    .set({ usedAt: sql`now()` })
    .where(and(isTheirs(emailChanges), isNull(emailChanges.usedAt)));
  for (const { id, merchantId } of ended) {
    const whose = { orgId, client, merchantId, userId, sessionId: id };
    await recordAudit(tx, "session.ended", { ...whose, detail: { cause: "not me" } });
  }
  return ended.length;
}

async function freeze(tx: Db, link: NotMeLink, client: Client): Promise<void> {
  const { orgId, userId } = link;
  const [key] = await tx
    .update(apiKeys)
    .set({ frozenAt: sql`now()` })
    .where(and(isItsKey(link), isAlive, isNull(apiKeys.frozenAt)))
    .returning({ keyId: apiKeys.keyId, mode: apiKeys.mode, merchantId: apiKeys.merchantId });
  if (!key) return;
  const { merchantId, ...named } = key;
  const detail = { cause: "not me" };
  await recordAudit(tx, "key.frozen", { orgId, client, merchantId, userId, ...named, detail });
  const facts = { ...named, by: "“This wasn't me” in a mail" };
  await notify(tx, "key-frozen", { orgId, merchantId, userId }, facts);
}
