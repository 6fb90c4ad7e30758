import { type Db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Mode } from "@/lib/core/mode";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { keyTarget } from "@/lib/step-up/target";
import { isWebsiteVerified } from "@/lib/websites/is-website-verified";
import { insertKey, isRepeatedRequest, type Minted } from "./insert-key";
import { lockKeyMaker } from "./lock-key-maker";
import { notifyOfKey } from "./notify-of-key";
import { keyRefusal } from "./refusals";

export interface GenerateKey {
  mode: Mode;
  requestId: string;
}

/**
 * Makes the first key of a mode. Returns null if this same request has already made it (K-13). Throws `forbidden`,
 * `key_frozen`, `website_not_verified` (Live, DESIGN §2.8), `already_exists`, and what `requireStepUp` throws.
 */
export async function generateKey(actor: Actor, input: GenerateKey): Promise<Minted | null> {
  requirePermission(actor, "keys:generate");
  return transaction((tx) => generate(tx, actor, input));
}

async function generate(tx: Db, actor: Actor, { mode, requestId }: GenerateKey) {
  if (await isRepeatedRequest(tx, actor, mode, requestId)) return null;
  await lockKeyMaker(tx, actor, "keys:generate");
  if (mode === "live" && !(await isWebsiteVerified(tx, actor)))
    throw keyRefusal("website_not_verified");
  const stepped = await requireStepUp(tx, actor, keyTarget("generate", { mode, keyId: null }));
  const minted = await insertKey(tx, stepped, mode, requestId);
  if (!minted) {
    // A parallel submit of the same request may have been first.
    if (await isRepeatedRequest(tx, actor, mode, requestId)) return null;
    throw keyRefusal("already_exists");
  }
  const { keyId } = minted;
  await recordAudit(tx, "key.generated", { ...auditOf(actor), mode, keyId });
  await notifyOfKey(tx, "key-generated", actor, { mode, keyId });
  return minted;
}
