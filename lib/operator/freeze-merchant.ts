/**
 * Freezing a merchant sets the same time on the merchant's row and on all of its keys that are not frozen, so lifting
 * the freeze unfreezes exactly those. A key that is inserted meanwhile is frozen by the trigger `api_keys_born_frozen`.
 * The merchant's row is locked before any key's, in the same order as when a key is made.
 */
import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { type FoundMerchant, getMerchant } from "./get-merchant";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";
import { retryOnDeadlock } from "./retry-on-deadlock";

export interface FrozenMerchant {
  orgId: OrgId;
  merchantId: string;
  name: string;
  /** How many keys were frozen or unfrozen. */
  keys: number;
}

/**
 * Freezes a merchant: from the commit on, no authorizer lets its keys pass, within the revocation bound (D5). Tells the
 * owners. Throws `unknown`, `ambiguous`, `already_so`.
 */
export async function freezeMerchant(
  operator: Operator,
  named: string,
  orgId?: OrgId,
): Promise<FrozenMerchant> {
  const merchant = await getMerchant(db(), named, orgId);
  return retryOnDeadlock(() => transaction((tx) => freeze(tx, operator, merchant)));
}

/** Lifts a merchant's freeze. Keys that were frozen one by one stay frozen. Throws as `freezeMerchant` does. */
export async function unfreezeMerchant(
  operator: Operator,
  named: string,
  orgId?: OrgId,
): Promise<FrozenMerchant> {
  const merchant = await getMerchant(db(), named, orgId);
  return retryOnDeadlock(() => transaction((tx) => unfreeze(tx, operator, merchant)));
}

const isThis = ({ orgId, id }: FoundMerchant) =>
  and(eq(merchants.orgId, orgId), eq(merchants.id, id));
const isItsKey = ({ orgId, id }: FoundMerchant) =>
  and(eq(apiKeys.orgId, orgId), eq(apiKeys.merchantId, id));

async function freeze(tx: Db, operator: Operator, merchant: FoundMerchant) {
  const frozen = await tx
    .update(merchants)
    .set({ frozenAt: sql`now()` })
    .where(and(isThis(merchant), isNull(merchants.frozenAt)))
    .returning({ id: merchants.id });
  if (frozen.length === 0) throw operatorRefusal("already_so", `${merchant.id} is frozen already.`);
  const keys = await tx
    .update(apiKeys)
    .set({ frozenAt: sql`now()` })
    .where(and(isItsKey(merchant), isNull(apiKeys.frozenAt)))
    .returning({ id: apiKeys.id });
  return conclude(tx, operator, merchant, "frozen", keys.length);
}

async function unfreeze(tx: Db, operator: Operator, merchant: FoundMerchant) {
  const [locked] = await tx
    .select({ frozenAt: merchants.frozenAt })
    .from(merchants)
    .where(isThis(merchant))
    .for("no key update");
  if (!locked?.frozenAt) throw operatorRefusal("already_so", `${merchant.id} is not frozen.`);
  const keys = await tx
    .update(apiKeys)
    .set({ frozenAt: null })
    .where(
      and(
        isItsKey(merchant),
        // Compared in the database, because a Date would lose the microseconds.
        sql`${apiKeys.frozenAt} = (select ${merchants.frozenAt} from ${merchants} where ${isThis(merchant)})`,
      ),
    )
    .returning({ id: apiKeys.id });
  await tx.update(merchants).set({ frozenAt: null }).where(isThis(merchant));
  return conclude(tx, operator, merchant, "unfrozen", keys.length);
}

async function conclude(
  tx: Db,
  operator: Operator,
  { orgId, id: merchantId, name }: FoundMerchant,
  became: "frozen" | "unfrozen",
  keys: number,
): Promise<FrozenMerchant> {
  const about = { orgId, merchantId };
  await notify(tx, `merchant-${became}`, about, { by: supportOf(orgId), merchant: name });
  await recordAudit(tx, `merchant.${became}`, auditBy(operator, about, { keys: `${keys}` }));
  return { ...about, name, keys };
}
