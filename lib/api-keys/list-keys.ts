import { and, desc, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants, users, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";
import { formatMoment } from "@/lib/orgs/moment";
import type { Org, OrgId } from "@/lib/orgs/org";
import { failedAttemptsColumn } from "@/lib/usage/failed-attempts";
import { requestsColumn, shownHours } from "@/lib/usage/usage-columns";
import {
  isOwnMerchant,
  merchantColumns,
  websiteOfMerchant,
} from "@/lib/websites/is-website-verified";
import { describeKeyLife } from "./describe-key-life";
import { creatorOfKey, graceEnd, isRetiring, keyColumns, toShownKey } from "./key-columns";
import { chosenLifeColumn } from "./key-life";
import { keyUse } from "./key-use";
import type { HourStart, KeyRow, KeysView } from "./keys-view";

/** How many ended keys are shown. Keys that still work are always shown. */
const maxPast = 100;

/** The keys of one mode with their usage, without secret or hash (K-6), in two round trips. Throws `forbidden`. */
export async function listKeys(actor: Actor, mode: Mode): Promise<KeysView> {
  requirePermission(actor, "keys:view");
  const [{ now, website, isFrozen, failures, life }, rows] = await Promise.all([
    readMerchant(actor, mode),
    readRows(actor, mode),
  ]);
  const current = rows.find((row) => row.isCurrent);
  const working = rows
    .filter((row) => row === current || isRetiring(row))
    .map((row) => toKeyRow(actor.org, row, isSafeBeside(row, current)));
  const past = rows.filter((row) => row !== current && !isRetiring(row));
  const moment = (at: Date) => formatMoment(actor.org, at);
  return {
    mode,
    readAt: now.toISOString(),
    current: working.find(({ keyId }) => keyId === current?.keyId) ?? null,
    retiring: working.filter(({ keyId }) => keyId !== current?.keyId),
    past: past.map((row) => toShownKey(actor.org, row)),
    blocked: mode === "test" || website === "verified" || current ? null : "website_not_verified",
    website,
    frozenContact: isFrozen ? actor.org.supportEmail : null,
    life: describeKeyLife(actor.org, mode, life, now),
    graceEnds: moment(graceEnd(now, current?.expiresAt ?? null)),
    hours: hoursUntil(actor.org, rows[0] ? new Date(rows[0].countedAt) : now),
    failures,
    use: current ? keyUse(actor.org, mode) : null,
  };
}

async function readMerchant(actor: Actor, mode: Mode) {
  const [row] = await db()
    .select({
      ...merchantColumns,
      failures: failedAttemptsColumn(actor, mode),
      life: chosenLifeColumn(actor, mode),
    })
    .from(merchants)
    .leftJoin(websites, websiteOfMerchant)
    .where(isOwnMerchant(actor));
  if (!row) throw new Error("the actor's merchant is gone");
  return row;
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
      ...keyColumns,
      // Of past keys nobody is shown it.
      requests: sql<Record<string, number> | null>`case when ${isAlive} then ${requestsColumn} end`,
      countedAt: sql<string>`now()`,
    })
    .from(apiKeys)
    .innerJoin(users, creatorOfKey)
    .where(and(isHere, or(isAlive, inArray(apiKeys.id, newestPast))))
    .orderBy(desc(apiKeys.createdAt));
}

function toKeyRow(org: Org, row: Row, isSafeToDeactivate: boolean): KeyRow {
  return {
    ...toShownKey(org, row),
    requests: Array.from(
      { length: shownHours },
      (_, index) => row.requests?.[shownHours - 1 - index] ?? 0,
    ),
    isSafeToDeactivate,
  };
}

/**
 * Whether an old key can be deactivated without harm. The new key must have been used within the hour. The old one must
 * never have been used, or have been silent for an hour in which the new one was already in use. Otherwise a single
 * test request with the new key would make a rarely used old key look unneeded.
 */
function isSafeBeside(old: Row, current: Row | undefined): boolean {
  if (old.status !== "retiring" || !current?.lastUse?.isRecent) return false;
  if (old.lastUse === null) return true;
  // Usage is counted by clock hour: an hour that began two or more hours ago ended at least one hour ago.
  const wasInUse = Object.keys(current.requests ?? {}).some((hoursAgo) => Number(hoursAgo) >= 2);
  return !old.lastUse.isRecent && wasInUse;
}

const hourMs = 60 * 60 * 1000;
const hoursOf = new Map<OrgId, { present: number; hours: HourStart[] }>();

/**
 * The starts of the shown clock hours, which are whole hours of UTC, as usage is counted. They are the same for all
 * merchants of a brand, so they are put into words once an hour.
 */
function hoursUntil(org: Org, now: Date): HourStart[] {
  const present = Math.floor(now.getTime() / hourMs) * hourMs;
  const known = hoursOf.get(org.id);
  if (known?.present === present) return known.hours;
  const hours = Array.from({ length: shownHours }, (_, index) => {
    const { iso, date, time } = formatMoment(
      org,
      new Date(present - (shownHours - 1 - index) * hourMs),
    );
    return { iso, date, time };
  });
  hoursOf.set(org.id, { present, hours });
  return hours;
}
