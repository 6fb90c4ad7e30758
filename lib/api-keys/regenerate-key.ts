import { and, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { isOwnKey, ownKey } from "@/lib/access/own-key";
import { requirePermission } from "@/lib/access/permissions";
import { accessRefusal } from "@/lib/access/refusals";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Mode } from "@/lib/core/mode";
import { requireStepUp, type SteppedUp } from "@/lib/step-up/require-step-up";
import { keyTarget } from "@/lib/step-up/target";
import { insertKey, isRepeatedRequest, type Minted } from "./insert-key";
import { lockKeyMaker } from "./lock-key-maker";
import { notifyOfKey } from "./notify-of-key";
import { keyRefusal } from "./refusals";

/** When the old key stops: at the commit, or after 24 hours. Of a key that has expired it says nothing. */
export const choices = ["now", "in-24-hours"] as const;
export type Choice = (typeof choices)[number];

export interface RegenerateKey {
  mode: Mode;
  /** The current key, as the page showed it. */
  keyId: string;
  choice: Choice;
  requestId: string;
}

/**
 * Replaces the mode's current key in one transaction: uses up the proof, sets the old key's deadline, makes the new
 * key, records it and tells the owners (K-9). Returns null if this same request has already done it (K-13). Throws
 * `forbidden`, `not_found`, `key_frozen`, `already_changed` if another change came first, and what `requireStepUp`
 * throws.
 */
export async function regenerateKey(actor: Actor, input: RegenerateKey): Promise<Minted | null> {
  requirePermission(actor, "keys:regenerate");
  return transaction((tx) => regenerate(tx, actor, input));
}

async function regenerate(tx: Db, actor: Actor, input: RegenerateKey): Promise<Minted | null> {
  const { mode, keyId, requestId, choice } = input;
  if (await isRepeatedRequest(tx, actor, mode, requestId)) return null;
  await lockKeyMaker(tx, actor, "keys:regenerate");
  const stepped = await requireStepUp(tx, actor, keyTarget("regenerate", input));
  const old = await retireCurrent(tx, stepped, input);
  if (!old) {
    if (await isRepeatedRequest(tx, actor, mode, requestId)) return null;
    throw (await isOwnKey(tx, actor, input))
      ? keyRefusal("already_changed")
      : accessRefusal("not_found");
  }
  const minted = await insertKey(tx, stepped, mode, requestId);
  if (!minted) throw keyRefusal("already_changed");
  const oldKeyEnds = old.isExpired ? "expired" : choice;
  const detail = { replaces: keyId, old_key_ends: oldKeyEnds };
  await recordAudit(tx, "key.regenerated", {
    ...auditOf(actor),
    mode,
    keyId: minted.keyId,
    detail,
  });
  await notifyOfKey(tx, "key-regenerated", actor, {
    mode,
    keyId: minted.keyId,
    replaces: keyId,
    oldKeyEnds,
    ...(oldKeyEnds === "in-24-hours" ? { oldKeyUntil: old.until.toISOString() } : {}),
  });
  return minted;
}

/**
 * Retires the current key by one conditional UPDATE, so of parallel regenerations exactly one succeeds. Its deadline is
 * 24 hours from now or its own expiry, whichever is first: a replacement never extends a life (DESIGN §2.10). A key that has expired stays so, whatever was chosen. Null:
 * it is not current any more.
 */
async function retireCurrent(
  tx: Db,
  actor: SteppedUp,
  { mode, keyId, choice }: RegenerateKey,
): Promise<{ isExpired: boolean; until: Date } | null> {
  const graceEnd = sql`greatest(now(), least(now() + interval '24 hours', ${apiKeys.expiresAt}))`;
  const [retired] = await tx
    .update(apiKeys)
    .set({ replacedAt: sql`now()`, deactivatesAt: choice === "now" ? sql`now()` : graceEnd })
    .where(and(ownKey(actor, { mode, keyId }), isNull(apiKeys.replacedAt)))
    .returning({
      isExpired: sql<boolean>`coalesce(${apiKeys.expiresAt} <= now(), false)`,
      until: sql`${apiKeys.deactivatesAt}`.mapWith(apiKeys.deactivatesAt),
    });
  return retired ?? null;
}
