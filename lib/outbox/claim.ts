/**
 * The states of a message: waiting → leased → sent; or waiting again after a back-off; or given up. If a worker dies
 * its lease ends, and another worker sends the message under the same id. So a message is sent at least once, and its
 * reader gets it once, because gateways and mailboxes recognise the id. All times are the database's.
 */
import { and, eq, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { type Channel, outbox } from "@/db/schema/outbox";
import { randomBase62 } from "@/lib/core/crypto";
import type { OrgId } from "@/lib/orgs/org";
import { backOffSeconds, triesOf } from "./back-off";

export interface ClaimedMessage {
  id: string;
  orgId: OrgId;
  merchantId: string | null;
  channel: Channel;
  recipient: string;
  kind: string;
  facts: Record<string, string>;
  createdAt: Date;
  /** Including this try. */
  attempts: number;
  leaseId: string;
}

/** Must be longer than any try takes (`lib/worker/deliver.ts`). */
const leaseSeconds = 90;

/** Leases due messages, oldest first. Two workers never get the same message and never wait for each other. */
export async function claimMessages(limit: number): Promise<ClaimedMessage[]> {
  const leaseId = randomBase62(20);
  const due = sql`(select id from outbox where sent_at is null and given_up_at is null and available_at <= now()
    and (leased_until is null or leased_until <= now()) order by available_at limit ${limit} for update skip locked)`;
  return db()
    .update(outbox)
    .set({
      leaseId,
      leasedUntil: sql`now() + make_interval(secs => ${leaseSeconds})`,
      attempts: sql`${outbox.attempts} + 1`,
    })
    .where(sql`${outbox.id} in ${due}`)
    .returning({
      id: outbox.id,
      orgId: outbox.orgId,
      merchantId: outbox.merchantId,
      channel: outbox.channel,
      recipient: outbox.recipient,
      kind: outbox.kind,
      facts: outbox.facts,
      createdAt: outbox.createdAt,
      attempts: outbox.attempts,
      leaseId: sql<string>`${outbox.leaseId}`,
    });
}

type Lease = Pick<ClaimedMessage, "id" | "leaseId">;

/** True while this worker holds the lease: another worker's claim would have replaced the lease id. */
const isHeld = ({ id, leaseId }: Lease) =>
  and(
    eq(outbox.id, id),
    eq(outbox.leaseId, leaseId),
    isNull(outbox.sentAt),
    isNull(outbox.givenUpAt),
  );

/**
 * Marks the message as sent and deletes its facts (G-11). False: the lease was lost, and another worker now decides its
 * state.
 */
export async function markSent(lease: Lease): Promise<boolean> {
  const marked = await db()
    .update(outbox)
    .set({ sentAt: sql`now()`, leasedUntil: null, leaseId: null, lastError: null, facts: {} })
    .where(isHeld(lease))
    .returning({ id: outbox.id });
  return marked.length === 1;
}

export type Failure = "later" | "given-up" | "lease-lost";

/** Schedules the next try, or gives up after the last one. `reason` is a short word and never part of the message. */
export async function markFailed(
  message: Pick<ClaimedMessage, "id" | "leaseId" | "channel" | "attempts">,
  reason: string,
): Promise<Failure> {
  const isLast = message.attempts >= triesOf[message.channel];
  const wait = backOffSeconds(message.attempts, Math.random());
  const next = isLast
    ? { givenUpAt: sql`now()`, facts: {} }
    : { availableAt: sql`now() + make_interval(secs => ${wait})` };
  const marked = await db()
    .update(outbox)
    .set({ ...next, leasedUntil: null, leaseId: null, lastError: reason.slice(0, 60) })
    .where(isHeld(message))
    .returning({ id: outbox.id });
  if (marked.length === 0) return "lease-lost";
  return isLast ? "given-up" : "later";
}
