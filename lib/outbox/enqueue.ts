/**
 * Puts messages into the outbox, in the transaction of the change they report. The worker sends them after its commit
 * (R-14).
 */
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type Channel, outbox } from "@/db/schema/outbox";
import { members, users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import { currentRequest } from "@/lib/core/request";
import type { Letters, MessageKind, Messages, Notices } from "@/lib/messages/kinds";
import { ownHost } from "@/lib/orgs/find-org";
import type { OrgId } from "@/lib/orgs/org";
import { openNotMeLink } from "./open-not-me-link";

interface Recipient {
  orgId: OrgId;
  merchantId?: string | undefined;
  userId?: string | undefined;
  /** An e-mail address, or an E.164 number for the channel "sms". */
  to: string;
  /** The row of this reader's link "This wasn't me". */
  notMeId?: string | undefined;
}

/** Queues one letter to one address. */
export function sendLetter<K extends keyof Letters>(
  tx: Db,
  kind: K,
  recipient: Recipient,
  facts: Letters[K] & Messages[K],
): Promise<void> {
  return enqueue(tx, "email", kind, [recipient], facts);
}

/**
 * Queues a notice to an address that `notify` does not use: the old email address or the old mobile number. It has no
 * link.
 */
export function notifyAt<K extends keyof Notices>(
  tx: Db,
  kind: K,
  channel: Channel,
  recipient: Recipient,
  facts: Notices[K] & Messages[K],
): Promise<void> {
  return enqueue(tx, channel, kind, [recipient], facts);
}

/** Tells an old email address of the change. Its link "This wasn't me" gives the address back to its user. */
export async function notifyOldEmail(
  tx: Db,
  { orgId, userId, to }: { orgId: OrgId; userId: string; to: string },
  facts: Messages["email-changed"],
): Promise<void> {
  const kind = "email-changed";
  const notMeId = await openNotMeLink(tx, {
    ...{ orgId, kind, readerId: userId, actorId: userId, concernedId: userId },
    ...{ merchantId: null, keyId: null, restoresEmail: to },
  });
  await enqueue(tx, "email", kind, [{ orgId, userId, to, notMeId }], { ...facts, restores: to });
}

export interface About {
  orgId: OrgId;
  /** The owners of this merchant are told. Without it, the owners of every merchant that the user is a member of. */
  merchantId?: string | undefined;
  /** The user concerned, who is told too. */
  userId?: string | undefined;
}

/** Queues a mail to each owner and to the user concerned, one each (L-15). */
export async function notify<K extends keyof Notices>(
  tx: Db,
  kind: K,
  about: About,
  facts: Notices[K] & Messages[K],
): Promise<void> {
  const readers = await listConcerned(tx, about);
  await enqueue(tx, "email", kind, await withLinks(tx, kind, about, facts, readers), facts);
}

interface Reader {
  id: string;
  email: string;
  /** A member still. Somebody who was removed reads of it, and has no say any more. */
  belongs: boolean;
}

/** Each reader who belongs gets a link "This wasn't me" of their own, where a user made the change. */
async function withLinks(
  tx: Db,
  kind: string,
  { orgId, merchantId, userId }: About,
  facts: object,
  readers: Reader[],
): Promise<Recipient[]> {
  const { byUserId, keyId }: { byUserId?: string; keyId?: string } = facts;
  const addressed: Recipient[] = [];
  for (const { id, email, belongs } of readers) {
    const notMeId =
      byUserId && belongs
        ? await openNotMeLink(tx, {
            orgId,
            readerId: id,
            actorId: byUserId,
            concernedId: userId ?? null,
            merchantId: merchantId ?? null,
            keyId: keyId ?? null,
            kind,
          })
        : undefined;
    addressed.push({ orgId, merchantId, userId: id, to: email, notMeId });
  }
  return addressed;
}

function listConcerned(tx: Db, { orgId, merchantId, userId }: About) {
  const isOwnerOf = sql`exists (select from ${members} where ${members.orgId} = ${orgId}
    and ${members.userId} = ${users.id} and ${members.role} = 'owner' and ${
      merchantId === undefined
        ? sql`${members.merchantId} in (select mine.merchant_id from members mine
            where mine.org_id = ${orgId} and mine.user_id = ${userId ?? ""})`
        : eq(members.merchantId, merchantId)
    })`;
  return tx
    .select({
      id: users.id,
      email: users.email,
      belongs:
        merchantId === undefined
          ? sql<boolean>`true`
          : sql<boolean>`exists (select from members m where m.org_id = ${orgId}
              and m.merchant_id = ${merchantId} and m.user_id = users.id)`,
    })
    .from(users)
    .where(
      and(
        eq(users.orgId, orgId),
        isNull(users.disabledAt),
        or(eq(users.id, userId ?? ""), isOwnerOf),
      ),
    )
    .orderBy(users.id);
}

async function enqueue(
  tx: Db,
  channel: Channel,
  kind: MessageKind,
  recipients: Recipient[],
  facts: Messages[MessageKind],
): Promise<void> {
  if (recipients.length === 0) return;
  await tx.insert(outbox).values(
    recipients.map(({ orgId, merchantId = null, userId = null, to, notMeId }) => ({
      id: newId("msg"),
      orgId,
      merchantId,
      userId,
      channel,
      recipient: to,
      kind,
      facts: {
        ...facts,
        ...(notMeId ? { notMeId } : {}),
        ...hostOfLinks(orgId),
      } as Record<string, string>,
    })),
  );
}

/** Links lead to the host that the person used, where they are logged in, if it is the brand's (W-8). */
function hostOfLinks(orgId: OrgId): { host?: string } {
  const host = ownHost({ id: orgId }, currentRequest()?.host);
  return host ? { host } : {};
}
