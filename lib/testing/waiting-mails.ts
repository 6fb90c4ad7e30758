/** What waits in the outbox, as the domain put it there. */
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { outbox } from "@/db/schema/outbox";

/** Messages to one address, oldest first. */
export function waitingFor(recipient: string) {
  return db()
    .select({ kind: outbox.kind, facts: outbox.facts, merchantId: outbox.merchantId })
    .from(outbox)
    .where(and(eq(outbox.recipient, recipient), eq(outbox.channel, "email")))
    .orderBy(asc(outbox.createdAt), asc(outbox.id));
}
