import { and, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { isAlive } from "@/lib/api-keys/key-status";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { type FoundKey, getKey, isKey } from "./get-key";
import { auditBy, type Operator, supportOf } from "./operator";

export interface LeakedKey {
  key: FoundKey;
  /** False: the key had already ended. */
  isEndedNow: boolean;
}

/**
 * Ends a key that was found in public, whether it is current, retiring or frozen. If it was the current key, the mode
 * has none and its owner generates a new one. Tells the owners. For a key that had already ended it only records the
 * leak, so a repeated call is safe. Throws `unknown`.
 */
export async function deactivateLeakedKey(operator: Operator, keyId: string): Promise<LeakedKey> {
  const key = await getKey(db(), keyId);
  const isEndedNow = await transaction((tx) => end(tx, operator, key));
  return { key: await getKey(db(), keyId), isEndedNow };
}

async function end(tx: Db, operator: Operator, key: FoundKey): Promise<boolean> {
  const { orgId, merchantId, keyId, mode } = key;
  // Not now(), which is the start of this transaction: after waiting for another commit, the deadline set there would
  // still look as if it lay ahead.
  const livesStill = isAlive(sql`clock_timestamp()`);
  const ended = await tx
    .update(apiKeys)
    .set({
      replacedAt: sql`coalesce(${apiKeys.replacedAt}, now())`,
      deactivatesAt: sql`greatest(now(), ${apiKeys.replacedAt})`,
    })
    .where(and(isKey(key), livesStill))
    .returning({ id: apiKeys.id });
  const isEndedNow = ended.length === 1;
  const about = { orgId, merchantId };
  if (isEndedNow) await notify(tx, "key-leaked", about, { by: supportOf(orgId), keyId, mode });
  const trail = { ...about, keyId, mode };
  const ending = isEndedNow ? "now" : "before";
  await recordAudit(tx, "key.marked_leaked", auditBy(operator, trail, { ended: ending }));
  if (isEndedNow)
    await recordAudit(tx, "key.deactivated", auditBy(operator, trail, { cause: "leaked" }));
  return isEndedNow;
}
