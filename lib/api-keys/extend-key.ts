import { and, gt, sql } from "drizzle-orm";
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

export interface ExtendKey extends KeyRef {
  /** The new deadline that the page offered. Since it is absolute, a repeated submit adds nothing (R-13). */
  until: Date;
}

/** The deadline after one more "Keep 24 hours more". */
export const extendedEnd = sql<Date>`${apiKeys.deactivatesAt} + interval '24 hours'`;

/**
 * The key is not frozen, and its new deadline is neither more than seven days after the replacement nor after the key's
 * own expiry (DESIGN §2.7). At least a minute must be left. That is longer than any transaction takes, so a key that
 * was read as ended never works again; authorizers rely on this.
 */
export const isExtensible = sql<boolean>`(${apiKeys.frozenAt} is null
  and ${apiKeys.deactivatesAt} > clock_timestamp() + interval '1 minute'
  and ${extendedEnd} <= ${apiKeys.replacedAt} + interval '168 hours'
  and (${apiKeys.expiresAt} is null or ${extendedEnd} <= ${apiKeys.expiresAt}))`;

/**
 * "Keep 24 hours more" for a retiring key. Throws `forbidden`, `not_found`, `cannot_extend`, `already_changed` if its
 * deadline was moved meanwhile, and what `requireStepUp` throws.
 */
export async function extendKey(actor: Actor, input: ExtendKey): Promise<void> {
  requirePermission(actor, "keys:extend");
  return transaction(async (tx) => {
    if (await isDone(tx, actor, input)) return;
    const { mode, keyId, until } = input;
    await lockStanding(tx, actor, "keys:extend");
    const stepped = await requireStepUp(tx, actor, keyTarget("extend", input));
    const extended = await tx
      .update(apiKeys)
      .set({ deactivatesAt: extendedEnd })
      .where(and(ownKey(stepped, input), isExtensible, isAt(extendedEnd, until)))
      .returning({ id: apiKeys.id });
    if (extended.length === 0) throw keyRefusal("already_changed");
    const detail = { until: until.toISOString() };
    await recordAudit(tx, "key.extended", { ...auditOf(actor), mode, keyId, detail });
    await notifyOfKey(tx, "key-extended", actor, { mode, keyId, ...detail });
  });
}

/** Compares in milliseconds, as the page knows them; the database stores microseconds. */
function isAt(moment: typeof extendedEnd | typeof apiKeys.deactivatesAt, until: Date) {
  return sql`date_trunc('milliseconds', ${moment}) = ${until.toISOString()}::timestamptz`;
}

async function isDone(tx: Db, actor: Actor, input: ExtendKey): Promise<boolean> {
  const [row] = await tx
    .select({
      isDone: sql<boolean>`coalesce(${and(isAt(apiKeys.deactivatesAt, input.until), gt(apiKeys.deactivatesAt, sql`now()`))}, false)`,
      isExtensible,
    })
    .from(apiKeys)
    .where(ownKey(actor, input));
  if (!row) throw accessRefusal("not_found");
  if (!row.isDone && !row.isExtensible) throw keyRefusal("cannot_extend");
  return row.isDone;
}
