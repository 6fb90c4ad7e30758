import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants, users, type WebsiteState, websites } from "@/db/schema/people";
import { keyUsage } from "@/db/schema/usage";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { keyStatus } from "@/lib/api-keys/key-status";
import type { Mode } from "@/lib/core/mode";
import { formatMoment } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import { lastUseColumn, requestsColumn } from "@/lib/usage/usage-columns";
import { type FailureTrend, listAttention } from "./attention";
import type { Checklist, HomeKey, HomeView } from "./home-view";

/** An overview of both modes, for users who may see keys, in two round trips. Throws `forbidden`. */
export async function readHome(actor: Actor): Promise<HomeView> {
  requirePermission(actor, "keys:view");
  const [account, rows] = await Promise.all([readAccount(actor), readKeys(actor)]);
  const now = new Date(account.now);
  const keys = rows.map((row) => toHomeKey(actor.org, row));
  const current = (mode: Mode) => keys.find((key) => key.isCurrent && key.mode === mode) ?? null;
  return {
    readAt: now.toISOString(),
    keys: { test: current("test"), live: current("live") },
    attention: listAttention({
      now,
      keys,
      failures: account.failures,
      website: account.websiteState && {
        state: account.websiteState,
        refusalReason: account.refusalReason,
      },
      isMerchantFrozen: account.isFrozen,
      supportEmail: actor.org.supportEmail,
    }),
    checklist: checklistOf(account),
  };
}

interface Account {
  now: string;
  hasMobile: boolean;
  hasTestKey: boolean;
  hasLiveKey: boolean;
  websiteState: WebsiteState | null;
  refusalReason: string | null;
  isFrozen: boolean;
  failures: FailureTrend[];
}

async function readAccount(actor: Actor): Promise<Account> {
  const hasKey = (mode: Mode) => sql<boolean>`exists (select from ${apiKeys}
    where ${apiKeys.orgId} = ${actor.org.id} and ${apiKeys.merchantId} = ${actor.merchant.id} and ${apiKeys.mode} = ${mode})`;
  const [row] = await db()
    .select({
      now: sql<string>`now()`,
      hasMobile: sql<boolean>`${users.mobile} is not null`,
      hasTestKey: hasKey("test"),
      hasLiveKey: hasKey("live"),
      websiteState: websites.state,
      refusalReason: websites.refusalReason,
      isFrozen: sql<boolean>`${merchants.frozenAt} is not null`,
      failures: failuresColumn(actor),
    })
    .from(merchants)
    .innerJoin(users, and(eq(users.orgId, merchants.orgId), eq(users.id, actor.user.id)))
    .leftJoin(
      websites,
      and(eq(websites.orgId, merchants.orgId), eq(websites.merchantId, merchants.id)),
    )
    .where(and(eq(merchants.orgId, actor.org.id), eq(merchants.id, actor.merchant.id)));
  if (!row) throw new Error("the actor's merchant is gone");
  return row;
}

function checklistOf(account: Account): Checklist | null {
  const { hasTestKey, hasMobile, hasLiveKey } = account;
  const isWebsiteSubmitted = account.websiteState !== null;
  const isDone = hasTestKey && hasMobile && isWebsiteSubmitted && hasLiveKey;
  return isDone ? null : { hasTestKey, hasMobile, isWebsiteSubmitted, hasLiveKey };
}

type Row = Awaited<ReturnType<typeof readKeys>>[number];

/** Keys that have not ended, and each mode's current key in any case. */
function readKeys(actor: Actor) {
  return db()
    .select({
      keyId: apiKeys.keyId,
      mode: apiKeys.mode,
      isCurrent: sql<boolean>`${apiKeys.replacedAt} is null`,
      status: keyStatus,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      deactivatesAt: apiKeys.deactivatesAt,
      lastUse: lastUseColumn,
      requests: requestsColumn,
      daysOld: sql<number>`floor(extract(epoch from now() - ${apiKeys.createdAt}) / 86400)::int`,
      daysLeft: sql<
        number | null
      >`ceil(extract(epoch from ${apiKeys.expiresAt} - now()) / 86400)::int`,
    })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.orgId, actor.org.id),
        eq(apiKeys.merchantId, actor.merchant.id),
        or(isNull(apiKeys.replacedAt), gt(apiKeys.deactivatesAt, sql`now()`)),
      ),
    )
    .orderBy(apiKeys.createdAt);
}

function toHomeKey(org: Org, row: Row): HomeKey {
  const moment = (at: Date | null) => at && formatMoment(org, at);
  const { keyId, mode, isCurrent, status, daysOld, daysLeft } = row;
  return {
    ...{ keyId, mode, isCurrent, status, daysOld, daysLeft },
    created: formatMoment(org, row.createdAt),
    expiry: moment(row.expiresAt),
    deactivates: moment(row.deactivatesAt),
    lastUse: row.lastUse && {
      at: formatMoment(org, new Date(row.lastUse.at)),
      isRecent: row.lastUse.isRecent,
      address: row.lastUse.address ?? "",
    },
    requests: Object.values(row.requests ?? {}).reduce((sum, count) => sum + count, 0),
  };
}

/** Failed attempts by mode, as a column. The authorizer counts them by clock hour. */
function failuresColumn(actor: Actor): SQL<FailureTrend[]> {
  const all = sql`${keyUsage.whitespace} + ${keyUsage.malformed} + ${keyUsage.wrongSecret} + ${keyUsage.wrongMode}
    + ${keyUsage.deactivated} + ${keyUsage.expired} + ${keyUsage.frozen}`;
  const since = (hours: number) =>
    sql`${keyUsage.hour} > date_trunc('hour', now(), 'UTC') - make_interval(hours => ${hours})`;
  const trends = db()
    .select({
      mode: apiKeys.mode,
      recent: sql<number>`coalesce(sum(${all}) filter (where ${since(2)}), 0)::int`.as("recent"),
      before: sql<number>`coalesce(sum(${all}) filter (where not ${since(2)}), 0)::int`.as(
        "before",
      ),
    })
    .from(keyUsage)
    .innerJoin(
      apiKeys,
      and(
        eq(apiKeys.orgId, keyUsage.orgId),
        eq(apiKeys.merchantId, keyUsage.merchantId),
        eq(apiKeys.keyId, keyUsage.keyId),
      ),
    )
    .where(
      and(eq(keyUsage.orgId, actor.org.id), eq(keyUsage.merchantId, actor.merchant.id), since(24)),
    )
    .groupBy(apiKeys.mode);
  return sql`(select coalesce(json_agg(trends), '[]') from (${trends}) trends)`;
}
