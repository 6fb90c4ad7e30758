import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { merchants, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";

/** Whether Live keys may be generated: the merchant's website is approved. */
export async function isWebsiteVerified(db: Db, actor: Actor): Promise<boolean> {
  const [row] = await db
    .select({ state: websites.state })
    .from(websites)
    .where(and(eq(websites.orgId, actor.org.id), eq(websites.merchantId, actor.merchant.id)));
  return row?.state === "verified";
}

/**
 * What every page of a merchant needs first, as columns of a query on `merchants` with `websiteOfMerchant`: the
 * database's clock (pages never use the server's, R-9), the state of the website's review (null: nothing submitted), and
 * whether an operator has frozen the merchant.
 */
export const merchantColumns = {
  now: sql`now()`.mapWith((now: string) => new Date(now)),
  website: websites.state,
  isFrozen: sql<boolean>`${merchants.frozenAt} is not null`,
};

export const websiteOfMerchant = and(
  eq(websites.orgId, merchants.orgId),
  eq(websites.merchantId, merchants.id),
);

export const isOwnMerchant = (actor: Actor) =>
  and(eq(merchants.orgId, actor.org.id), eq(merchants.id, actor.merchant.id));
