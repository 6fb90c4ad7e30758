import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { tellKeyManagers } from "@/lib/outbox/tell-key-managers";

/** Which was told last, and at what age in days the next one is. */
const steps = [
  [0, 90],
  [90, 365],
] as const;
const batch = 200;

/**
 * Tells owners and admins when a Live key without an end is 90 and 365 days old, once each: one conditional UPDATE says
 * that it was told, in the transaction of the messages (K-14). A key that is older than both is told of once. Returns
 * how many keys were looked at; the caller repeats until it is 0.
 */
export async function remindOfAges(): Promise<number> {
  let seen = 0;
  for (const [told, days] of steps) {
    const due = await db()
      .select({ id: apiKeys.id })
      .from(apiKeys)
      .where(isOlder(told, days))
      .orderBy(apiKeys.createdAt)
      .limit(batch);
    for (const { id } of due) await remind(id, told, days);
    seen += due.length;
  }
  return seen;
}

/** A current Live key that is not frozen, has no end, and has reached this age without being told of. */
function isOlder(told: number, days: number) {
  return and(
    eq(apiKeys.mode, sql`'live'`),
    isNull(apiKeys.expiresAt),
    isNull(apiKeys.replacedAt),
    isNull(apiKeys.frozenAt),
    eq(apiKeys.ageToldDays, told),
    lte(apiKeys.createdAt, sql`now() - make_interval(hours => ${days * 24})`),
  );
}

async function remind(id: string, told: number, days: number): Promise<void> {
  return transaction(async (tx) => {
    const [key] = await tx
      .update(apiKeys)
      .set({
        ageToldDays: sql`case when ${apiKeys.createdAt} <= now() - make_interval(hours => 365 * 24) then 365 else 90 end`,
      })
      .where(and(eq(apiKeys.id, id), isOlder(told, days)))
      .returning({
        orgId: apiKeys.orgId,
        merchantId: apiKeys.merchantId,
        keyId: apiKeys.keyId,
        mode: apiKeys.mode,
        createdAt: apiKeys.createdAt,
        days: apiKeys.ageToldDays,
      });
    if (!key) return;
    const { orgId, merchantId, keyId, mode, createdAt } = key;
    const facts = { keyId, mode, days: `${key.days}`, madeAt: createdAt.toISOString() };
    await tellKeyManagers(tx, "key-old", { orgId, merchantId }, facts);
  });
}
