import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { type FoundKey, getKey, isKey } from "./get-key";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";
import { retryOnDeadlock } from "./retry-on-deadlock";

/**
 * Freezes one key: it is refused from the commit on until it is unfrozen itself, even if its merchant is frozen and
 * unfrozen meanwhile. Tells the owners. Throws `unknown`, `already_so`.
 */
export async function freezeKey(operator: Operator, keyId: string): Promise<FoundKey> {
  const key = await getKey(db(), keyId);
  await retryOnDeadlock(() => transaction((tx) => freeze(tx, operator, key)));
  return getKey(db(), keyId);
}

/** Lifts the freeze of one key. Throws `unknown`, and `already_so` if the key is not frozen or its merchant is. */
export async function unfreezeKey(operator: Operator, keyId: string): Promise<FoundKey> {
  const key = await getKey(db(), keyId);
  await retryOnDeadlock(() => transaction((tx) => unfreeze(tx, operator, key)));
  return getKey(db(), keyId);
}

/**
 * Locks the merchant's row first, as every change does before a key's row, so the merchant's freeze cannot change
 * meanwhile. Returns whether the merchant is frozen.
 */
async function lockMerchant(tx: Db, { orgId, merchantId }: FoundKey): Promise<boolean> {
  const [merchant] = await tx
    .select({ frozenAt: merchants.frozenAt })
    .from(merchants)
    .where(and(eq(merchants.orgId, orgId), eq(merchants.id, merchantId)))
    .for("share");
  return Boolean(merchant?.frozenAt);
}

async function freeze(tx: Db, operator: Operator, key: FoundKey): Promise<void> {
  await lockMerchant(tx, key);
  const ofMerchant = sql`(select ${merchants.frozenAt} from ${merchants}
    where ${merchants.orgId} = ${key.orgId} and ${merchants.id} = ${key.merchantId})`;
  const frozen = await tx
    .update(apiKeys)
    .set({ frozenAt: sql`now()` })
    .where(and(isKey(key), or(isNull(apiKeys.frozenAt), eq(apiKeys.frozenAt, ofMerchant))))
    .returning({ id: apiKeys.id });
  if (frozen.length === 0) throw operatorRefusal("already_so", `${key.keyId} is frozen already.`);
  await tell(tx, operator, key, "frozen");
}

async function unfreeze(tx: Db, operator: Operator, key: FoundKey): Promise<void> {
  if (await lockMerchant(tx, key))
    throw operatorRefusal("already_so", `Its merchant ${key.merchantId} is frozen: unfreeze that.`);
  const unfrozen = await tx
    .update(apiKeys)
    .set({ frozenAt: null })
    .where(and(isKey(key), isNotNull(apiKeys.frozenAt)))
    .returning({ id: apiKeys.id });
  if (unfrozen.length === 0) throw operatorRefusal("already_so", `${key.keyId} is not frozen.`);
  await tell(tx, operator, key, "unfrozen");
}

async function tell(
  tx: Db,
  operator: Operator,
  { orgId, merchantId, keyId, mode }: FoundKey,
  became: "frozen" | "unfrozen",
): Promise<void> {
  const about = { orgId, merchantId };
  await notify(tx, `key-${became}`, about, { by: supportOf(orgId), keyId, mode });
  await recordAudit(tx, `key.${became}`, auditBy(operator, { ...about, keyId, mode }));
}
