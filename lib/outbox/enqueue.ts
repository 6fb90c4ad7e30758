/**
 * Puts messages into the outbox, in the transaction of the change they report. The worker sends them after its commit
 * (R-14).
 */
import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type Channel, outbox } from "@/db/schema/outbox";
import { members, users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import type { Letters, MessageKind, Messages, Notices } from "@/lib/messages/kinds";
import type { OrgId } from "@/lib/orgs/org";

interface Recipient {
  orgId: OrgId;
  merchantId?: string | undefined;
  userId?: string | undefined;
  /** An e-mail address, or an E.164 number for the channel "sms". */
  to: string;
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

/** Queues a notice to an address that `notify` does not use: the old email address or the old mobile number. */
export function notifyAt<K extends keyof Notices>(
  tx: Db,
  kind: K,
  channel: Channel,
  recipient: Recipient,
  facts: Notices[K] & Messages[K],
): Promise<void> {
  return enqueue(tx, channel, kind, [recipient], facts);
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
  const people = await listConcerned(tx, about);
  const { orgId, merchantId } = about;
  const recipients = people.map(({ id, email }) => ({ orgId, merchantId, userId: id, to: email }));
  await enqueue(tx, "email", kind, recipients, facts);
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
    .select({ id: users.id, email: users.email })
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
    recipients.map(({ orgId, merchantId = null, userId = null, to }) => ({
      id: newId("msg"),
      orgId,
      merchantId,
      userId,
      channel,
      recipient: to,
      kind,
      facts: { ...facts } as Record<string, string>,
    })),
  );
}
