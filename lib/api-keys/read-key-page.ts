import { and, asc, desc, eq, gt, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { type KeyRef, ownKey } from "@/lib/access/own-key";
import { requirePermission } from "@/lib/access/permissions";
import { modes } from "@/lib/core/mode";
import { formatMoment } from "@/lib/orgs/moment";
import { addressesColumn } from "@/lib/usage/addresses-column";
import { describeFailure } from "@/lib/usage/describe-failure";
import { causesColumn, trafficColumn } from "@/lib/usage/traffic-columns";
import { describeAddresses } from "./describe-addresses";
import { describeKeyLife } from "./describe-key-life";
import { describeDays, describeHours } from "./describe-traffic";
import { creatorOfKey, graceEnd, isRetiring, keyColumns, toShownKey } from "./key-columns";
import { chosenLifeColumn } from "./key-life";
import type { KeyPageView } from "./key-page-view";

/**
 * One key of the actor's merchant, of either mode, living or past, in one round trip. Null: the merchant has no such
 * key, whoever else may have it (K-7, C-4). Throws `forbidden`.
 */
export async function readKeyPage(actor: Actor, keyId: string): Promise<KeyPageView | null> {
  requirePermission(actor, "keys:view");
  const ref = refOf(keyId);
  const row = ref && (await readRow(actor, ref));
  if (!row) return null;
  const { mode } = ref;
  const now = new Date(row.now);
  const key = toShownKey(actor.org, row);
  return {
    mode,
    readAt: now.toISOString(),
    key,
    current: row.isCurrent ? key : null,
    retiring: !row.isCurrent && isRetiring(row) ? [key] : [],
    addresses: describeAddresses(actor.org, row.addresses),
    replaces: row.replaces,
    replacedBy: row.replacedBy,
    frozenContact: row.isMerchantFrozen ? actor.org.supportEmail : null,
    graceEnds: formatMoment(actor.org, graceEnd(now, row.expiresAt)),
    life: describeKeyLife(actor.org, mode, row.life, now),
    days: describeDays(actor.org, row.traffic),
    hours: describeHours(actor.org, row.traffic, now),
    causes: row.causes.map(({ cause, attempts, lastAt, address }) => ({
      cause: describeFailure({ ...row, cause }, mode, now),
      attempts,
      lastAt: formatMoment(actor.org, new Date(lastAt)),
      address,
    })),
  };
}

/** A key's mode stands in its id, which the database enforces. Null: no key can have this id. */
function refOf(keyId: string): KeyRef | null {
  const mode = modes.find((one) => keyId.slice(3, 3 + one.length + 2) === `_${one}_`);
  return mode && /^\w{1,64}$/.test(keyId) ? { mode, keyId } : null;
}

async function readRow(actor: Actor, ref: KeyRef) {
  const [row] = await db()
    .select({
      ...keyColumns,
      addresses: addressesColumn,
      now: sql<string>`now()`,
      replaces: neighbour("before"),
      replacedBy: neighbour("after"),
      isMerchantFrozen: sql<boolean>`${merchants.frozenAt} is not null`,
      life: chosenLifeColumn(actor, ref.mode),
      traffic: trafficColumn(actor.org.timeZone),
      causes: causesColumn(actor.org.timeZone),
    })
    .from(apiKeys)
    .innerJoin(users, creatorOfKey)
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, apiKeys.orgId), eq(merchants.id, apiKeys.merchantId)),
    )
    .where(ownKey(actor, ref));
  return row;
}

/** The key that the mode had before or after this one: keys of a mode follow each other. */
function neighbour(side: "before" | "after"): SQL<string | null> {
  const other = alias(apiKeys, "other");
  const [isBeyond, nearest] = side === "before" ? [lt, desc] : [gt, asc];
  const found = db()
    .select({ keyId: other.keyId })
    .from(other)
    .where(
      and(
        eq(other.orgId, apiKeys.orgId),
        eq(other.merchantId, apiKeys.merchantId),
        eq(other.mode, apiKeys.mode),
        isBeyond(other.createdAt, apiKeys.createdAt),
      ),
    )
    .orderBy(nearest(other.createdAt))
    .limit(1);
  return sql`(${found})`;
}
