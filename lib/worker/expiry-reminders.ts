import { and, gt, isNotNull, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyReminders } from "@/db/schema/outbox";
import { notify } from "@/lib/outbox/enqueue";

const distances = [30, 14, 7, 1];
const batch = 200;

/**
 * Tells owners 30, 14, 7 and 1 days before a key expires. Each of these reminders is sent once, even if workers restart
 * or run in parallel (DESIGN §2.10). If a reminder was missed and a nearer one is due, only one notice is sent. Returns
 * how many keys were announced; the caller repeats until it is 0.
 */
export async function remindOfExpiries(): Promise<number> {
  const due = await db()
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(isAnnounced, gt(dueDistances, sql`0`)))
    .limit(batch);
  let announced = 0;
  for (const { id } of due) if (await remind(id)) announced++;
  return announced;
}

/** The key is current, has an expiry ahead, and is not frozen. */
const isAnnounced = and(
  isNull(apiKeys.replacedAt),
  isNull(apiKeys.frozenAt),
  isNotNull(apiKeys.expiresAt),
  gt(apiKeys.expiresAt, sql`now()`),
);

/** For a key `k` and a reminder `d.days` before expiry: it is due, and the key's whole life is longer than that. */
const isDue = sql`k.expires_at <= now() + make_interval(days => d.days)
  and k.expires_at - k.created_at > make_interval(days => d.days, mins => 1)`;

const distanceRows = sql.raw(
  `(values ${distances.map((days) => `(${days})`).join(",")}) as d(days)`,
);

/** How many of the key's reminders are due and not yet sent. */
const dueDistances = sql<number>`(select count(*) from ${distanceRows}, api_keys k where k.id = ${apiKeys.id} and ${isDue}
  and not exists (select from key_reminders r where r.key_id = k.key_id and r.days_before = d.days))`;

async function remind(id: string): Promise<boolean> {
  return transaction(async (tx) => {
    const [key] = await tx
      .select({
        orgId: apiKeys.orgId,
        merchantId: apiKeys.merchantId,
        keyId: apiKeys.keyId,
        mode: apiKeys.mode,
        expiresAt: apiKeys.expiresAt,
        daysLeft: sql<number>`ceil(extract(epoch from ${apiKeys.expiresAt} - now()) / 86400)::int`,
      })
      .from(apiKeys)
      .where(and(sql`${apiKeys.id} = ${id}`, isAnnounced))
      .for("key share");
    if (!key?.expiresAt) return false;
    const inserted = await tx.execute(sql`
      insert into ${keyReminders} (org_id, merchant_id, key_id, days_before)
      select k.org_id, k.merchant_id, k.key_id, d.days from api_keys k, ${distanceRows} where k.id = ${id} and ${isDue}
      on conflict do nothing returning days_before`);
    if (inserted.rows.length === 0) return false;
    const { orgId, merchantId, keyId, mode, expiresAt, daysLeft } = key;
    const facts = { keyId, mode, days: `${daysLeft}`, expiresAt: expiresAt.toISOString() };
    await notify(tx, "key-expiring", { orgId, merchantId }, facts);
    return true;
  });
}
