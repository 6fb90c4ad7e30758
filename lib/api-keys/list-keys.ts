import { and, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Mode, Org } from "@/lib/orgs/org";
import { readClockAndWebsite } from "@/lib/websites/is-website-verified";
import { extendedEnd, isExtensible } from "./extend-key";
import type { KeyRow, KeyStatus, KeysView } from "./keys-view";
import { formatMoment } from "./moment";

/** Dead keys shown for the record; a key that still works is always shown. */
const maxPast = 100;

/** The keys of one mode, without secret and hash (K-6): two round trips. Throws `forbidden`. */
export async function listKeys(actor: Actor, mode: Mode): Promise<KeysView> {
  requirePermission(actor, "keys:view");
  const [{ now, isVerified }, rows] = await Promise.all([
    readClockAndWebsite(db(), actor),
    readRows(actor, mode),
  ]);
  const keys = rows.map((row) => toKeyRow(actor.org, row));
  const isCurrent = (_: KeyRow, index: number) => rows[index]?.isCurrent === true;
  const current = keys.find(isCurrent) ?? null;
  const others = keys.filter((key) => key !== current);
  return {
    mode,
    readAt: now.toISOString(),
    current,
    retiring: others.filter((key) => key.status === "retiring"),
    past: others.filter((key) => key.status !== "retiring"),
    blocked: mode === "test" || isVerified || current ? null : "website_not_verified",
    graceEnds: formatMoment(
      actor.org,
      graceEnd(now, rows.find((row) => row.isCurrent)?.expiresAt ?? null),
    ),
  };
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

function readRows(actor: Actor, mode: Mode) {
  const isHere = and(
    eq(apiKeys.orgId, actor.org.id),
    eq(apiKeys.merchantId, actor.merchant.id),
    eq(apiKeys.mode, mode),
  );
  const isAlive = or(isNull(apiKeys.deactivatesAt), gt(apiKeys.deactivatesAt, sql`now()`));
  const newestPast = db()
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(and(isHere, lte(apiKeys.deactivatesAt, sql`now()`)))
    .orderBy(desc(apiKeys.createdAt))
    .limit(maxPast);
  return db()
    .select({
      keyId: apiKeys.keyId,
      createdAt: apiKeys.createdAt,
      createdBy: users.name,
      expiresAt: apiKeys.expiresAt,
      deactivatesAt: apiKeys.deactivatesAt,
      isCurrent: sql<boolean>`${apiKeys.replacedAt} is null`,
      status,
      extendsTo: sql<string | null>`case when ${isExtensible} then ${extendedEnd} end`,
    })
    .from(apiKeys)
    .innerJoin(users, and(eq(users.orgId, apiKeys.orgId), eq(users.id, apiKeys.createdBy)))
    .where(and(isHere, or(isAlive, inArray(apiKeys.id, newestPast))))
    .orderBy(desc(apiKeys.createdAt));
}

/** Whichever of a key's two ends came first is why it is dead. */
const status = sql<KeyStatus>`case
  when ${apiKeys.deactivatesAt} <= now() and (${apiKeys.expiresAt} is null or ${apiKeys.deactivatesAt} < ${apiKeys.expiresAt})
    then 'deactivated'
  when ${apiKeys.expiresAt} <= now() then 'expired'
  when ${apiKeys.deactivatesAt} is not null then 'retiring'
  else 'active' end`;

function toKeyRow(org: Org, row: Row): KeyRow {
  const moment = (date: Date | null) => date && formatMoment(org, date);
  return {
    keyId: row.keyId,
    status: row.status,
    created: formatMoment(org, row.createdAt),
    createdBy: row.createdBy,
    expiry: moment(row.expiresAt),
    deactivates: moment(row.deactivatesAt),
    extendsTo: row.extendsTo === null ? null : formatMoment(org, new Date(row.extendsTo)),
  };
}

/** When the current key would stop, were "In 24 hours" chosen at `now`: never after its own expiry. */
function graceEnd(now: Date, expiresAt: Date | null): Date {
  const dayMs = 24 * 60 * 60 * 1000;
  return new Date(
    Math.min(now.getTime() + dayMs, Math.max(now.getTime(), expiresAt?.getTime() ?? Infinity)),
  );
}
