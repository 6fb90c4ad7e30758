import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyReminders } from "@/db/schema/outbox";
import { tellKeyManagers } from "@/lib/outbox/tell-key-managers";

/** Days before a key's end; 0 is the end itself. A day is 24 hours. */
const distances = [30, 14, 7, 1, 0];
/** From so many days on, an SMS goes out too if the key is a Live one. */
const textedDays = 1;
const batch = 200;

/**
 * Tells owners and admins 30, 14, 7 and 1 days before a key expires, and when it does. Each of these reminders is sent
 * once, even if workers restart or run in parallel: its row and its messages are written in one transaction, and a
 * second row cannot be (DESIGN §2.10). If several are due, only the nearest is sent. Returns how many keys were looked
 * at; the caller repeats until it is 0.
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

const ahead = sql`make_interval(hours => d.days * 24)`;

/** For a key `k` and a reminder `d.days` before expiry: it is due, and the key's whole life is longer than that. */
const isDue = sql`k.expires_at <= now() + ${ahead} and k.expires_at - k.created_at > ${ahead} + interval '1 minute'`;

const distanceRows = sql.raw(
  `(values ${distances.map((days) => `(${days})`).join(",")}) as d(days)`,
);

/** When the next reminder of the key `k` is due; null: there is none. */
const nextReminder = sql`(select min(k.expires_at - ${ahead}) from api_keys k, ${distanceRows}
  where k.id = ${apiKeys.id} and k.expires_at - ${ahead} > now())`;

async function remind(id: string): Promise<void> {
  return transaction(async (tx) => {
    const [key] = await tx
      .select({
        orgId: apiKeys.orgId,
        merchantId: apiKeys.merchantId,
        keyId: apiKeys.keyId,
        mode: apiKeys.mode,
        expiresAt: apiKeys.expiresAt,
        daysLeft: sql<number>`greatest(0, ceil(extract(epoch from ${apiKeys.expiresAt} - now()) / 86400))::int`,
      })
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), isToBeLookedAt))
      .for("no key update");
    if (!key?.expiresAt) return;
    const { orgId, merchantId, keyId, mode, expiresAt, daysLeft } = key;
    await tx.update(apiKeys).set({ remindAt: nextReminder }).where(eq(apiKeys.id, id));
    const inserted = await tx.execute(sql`
      insert into ${keyReminders} (org_id, merchant_id, key_id, days_before)
      select k.org_id, k.merchant_id, k.key_id, d.days from api_keys k, ${distanceRows} where k.id = ${id} and ${isDue}
      on conflict do nothing returning days_before`);
    if (inserted.rows.length === 0) return;
    const facts = { keyId, mode, days: `${daysLeft}`, expiresAt: expiresAt.toISOString() };
    const isTexted = mode === "live" && daysLeft <= textedDays;
    await tellKeyManagers(tx, "key-expiring", { orgId, merchantId }, facts, isTexted);
  });
}
