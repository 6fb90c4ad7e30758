import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { outbox } from "@/db/schema/outbox";

/** What waits in the outbox for one address, by kind, oldest first. */
export async function noticesTo(address: string, kind?: string) {
  return db()
    .select({ kind: outbox.kind, facts: outbox.facts })
    .from(outbox)
    .where(
      and(eq(outbox.recipient, address), kind === undefined ? undefined : eq(outbox.kind, kind)),
    )
    .orderBy(outbox.createdAt);
}
