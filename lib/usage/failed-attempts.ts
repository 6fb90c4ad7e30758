import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyFailures, keyUsage } from "@/db/schema/usage";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";
import { refusedColumn } from "./usage-columns";

interface Attempts {
  keyId: string;
  attempts: number;
}

const shown = 3;

/**
 * Refused attempts of the last 24 clock hours with keys of this mode, past keys too: the keys with most of them, as a
 * column, so that they need no round trip of their own. An index says which keys had any. Throws `forbidden`.
 */
export function failedAttemptsColumn(actor: Actor, mode: Mode): SQL<Attempts[]> {
  requirePermission(actor, "keys:view");
  const failing = db()
    .selectDistinct({ keyId: keyFailures.keyId })
    .from(keyFailures)
    .innerJoin(
      apiKeys,
      and(
        eq(apiKeys.orgId, keyFailures.orgId),
        eq(apiKeys.merchantId, keyFailures.merchantId),
        eq(apiKeys.keyId, keyFailures.keyId),
      ),
    )
    .where(
      and(
        eq(keyFailures.orgId, actor.org.id),
        eq(keyFailures.merchantId, actor.merchant.id),
        eq(apiKeys.mode, mode),
        sql`${keyFailures.lastAt} > now() - interval '24 hours'`,
      ),
    );
  const attempts = sql<number>`sum(${refusedColumn})`.as("attempts");
  const counted = db()
    .select({ keyId: sql<string>`${keyUsage.keyId}`.as("keyId"), attempts })
    .from(keyUsage)
    .where(
      and(
        eq(keyUsage.orgId, actor.org.id),
        eq(keyUsage.merchantId, actor.merchant.id),
        sql`${keyUsage.keyId} in (${failing})`,
        sql`${keyUsage.hour} > date_trunc('hour', now(), 'UTC') - interval '24 hours'`,
        sql`${refusedColumn} > 0`,
      ),
    )
    .groupBy(keyUsage.keyId)
    .orderBy(desc(sql`attempts`))
    .limit(shown);
  return sql`(select coalesce(json_agg(counted), '[]') from (${counted}) counted)`;
}
