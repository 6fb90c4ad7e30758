import { and, gt, isNotNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { lockStanding } from "@/lib/access/lock-standing";
import { type KeyRef, ownKey } from "@/lib/access/own-key";
import { requirePermission } from "@/lib/access/permissions";
import { accessRefusal } from "@/lib/access/refusals";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { keyTarget } from "@/lib/step-up/target";
import { notifyOfKey } from "./notify-of-key";
import { keyRefusal } from "./refusals";

/**
 * "Deactivate now": ends a retiring key at this commit. For a key that has already ended it does nothing, so a retry is
 * safe. Throws `forbidden`, `not_found`, `already_changed` for the current key (which must be regenerated
 * instead), and what `requireStepUp` throws.
 */
export async function deactivateKey(actor: Actor, input: KeyRef): Promise<void> {
  requirePermission(actor, "keys:deactivate");
  return transaction(async (tx) => {
    if ((await getState(tx, actor, input)) === "dead") return;
    await lockStanding(tx, actor, "keys:deactivate");
    const stepped = await requireStepUp(tx, actor, keyTarget("deactivate", input));
    const ended = await tx
      .update(apiKeys)
      .set({ deactivatesAt: sql`greatest(now(), ${apiKeys.replacedAt})` })
      .where(
        and(
          ownKey(stepped, input),
          isNotNull(apiKeys.replacedAt),
          gt(apiKeys.deactivatesAt, sql`clock_timestamp()`),
        ),
      )
      .returning({ id: apiKeys.id });
    if (ended.length === 0) return;
    const { mode, keyId } = input;
    await recordAudit(tx, "key.deactivated", { ...auditOf(actor), mode, keyId });
    await notifyOfKey(tx, "key-deactivated", actor, { mode, keyId });
  });
}

async function getState(tx: Db, actor: Actor, key: KeyRef): Promise<"retiring" | "dead"> {
  const [row] = await tx
    .select({ isDead: sql<boolean | null>`${apiKeys.deactivatesAt} <= now()` })
    .from(apiKeys)
    .where(ownKey(actor, key));
  if (!row) throw accessRefusal("not_found");
  if (row.isDead === null) throw keyRefusal("already_changed");
  return row.isDead ? "dead" : "retiring";
}
