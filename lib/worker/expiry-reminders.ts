import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyReminders } from "@/db/schema/outbox";
import { notify } from "@/lib/outbox/enqueue";

const distances = [30, 14, 7, 1];
const batch = 200;

/**
 * Tells owners 30, 14, 7 and 1 days before a key expires. Each of these reminders is sent once, even if workers restart
 * or run in parallel (DESIGN §2.10). If a reminder was missed and a nearer one is due, only one notice is sent. Returns
 * how many keys were looked at; the caller repeats until it is 0.
 */
export async function remindOfExpiries(): Promise<number> {
  const due = await db()
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(isToBeLookedAt)
    .orderBy(apiKeys.remindAt)
    .limit(batch);
  for (const { id } of due) await remind(id);
  return due.length;
}

/** The key is current and not frozen, and its time to be looked at has come. */
const isToBeLookedAt = and(
  isNull(apiKeys.replacedAt),
  isNull(apiKeys.frozenAt),
  lte(apiKeys.remindAt, sql`now()`),
);

/** For a key `k` and a reminder `d.days` before expiry: it is due, and the key's whole life is longer than that. */
const isDue = sql`k.expires_at <= now() + make_interval(days => d.days)
  and k.expires_at - k.created_at > make_interval(days => d.days, mins => 1)`;

const distanceRows = sql.raw(
  `(values ${distances.map((days) => `(${days})`).join(",")}) as d(days)`,
);

/** When the next reminder of the key `k` is due; null: there is none. */
const nextReminder = sql`(select min(k.expires_at - make_interval(days => d.days)) from api_keys k, ${distanceRows}
  where k.id = ${apiKeys.id} and k.expires_at - make_interval(days => d.days) > now())`;

async function remind(id: string): Promise<void> {
  return transaction(async (tx) => {
    const [key] = await tx
      .select({
        orgId: apiKeys.orgId,
        merchantId: apiKeys.merchantId,
        keyId: apiKeys.keyId,
        mode: apiKeys.mode,
        expiresAt: apiKeys.expiresAt,
        isAhead: sql<boolean>`${apiKeys.expiresAt} > now()`,
        daysLeft: sql<number>`ceil(extract(epoch from ${apiKeys.expiresAt} - now()) / 86400)::int`,
      })
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), isToBeLookedAt))
      .for("no key update");
    if (!key?.expiresAt) return;
    const { orgId, merchantId, keyId, mode, expiresAt, isAhead, daysLeft } = key;
    await tx.update(apiKeys).set({ remindAt: nextReminder }).where(eq(apiKeys.id, id));
    if (!isAhead) return;
    const inserted = await tx.execute(sql`
      insert into ${keyReminders} (org_id, merchant_id, key_id, days_before)
      select k.org_id, k.merchant_id, k.key_id, d.days from api_keys k, ${distanceRows} where k.id = ${id} and ${isDue}
      on conflict do nothing returning days_before`);
    if (inserted.rows.length === 0) return;
    const facts = { keyId, mode, days: `${daysLeft}`, expiresAt: expiresAt.toISOString() };
    await notify(tx, "key-expiring", { orgId, merchantId }, facts);
  });
}
