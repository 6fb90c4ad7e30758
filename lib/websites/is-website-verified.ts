import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { merchants, type WebsiteState, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";

/** Whether Live keys may be generated: the merchant's website was reviewed and found in order. */
export async function isWebsiteVerified(db: Db, actor: Actor): Promise<boolean> {
  return (await readClockAndWebsite(db, actor)).isVerified;
}

/**
 * The same with what else a page of the merchant begins with, in one round trip: the database's clock (pages show
 * nothing by the app's, R-9), the review's state (null: nothing submitted), and whether an operator has frozen it.
 */
export async function readClockAndWebsite(db: Db, actor: Actor) {
  const state = db
    .select({ state: websites.state })
    .from(websites)
    .where(and(eq(websites.orgId, actor.org.id), eq(websites.merchantId, actor.merchant.id)));
  const isFrozen = sql`(select ${merchants.frozenAt} is not null from ${merchants}
    where ${merchants.orgId} = ${actor.org.id} and ${merchants.id} = ${actor.merchant.id})`;
  const { rows } = await db.execute<{ now: string; state: WebsiteState | null; frozen: boolean }>(
    sql`select now() as now, (${state}) as state, ${isFrozen} as frozen`,
  );
  const website = rows[0]?.state ?? null;
  return {
    now: new Date(rows[0]?.now ?? Number.NaN),
    website,
    isVerified: website === "verified",
    isFrozen: rows[0]?.frozen === true,
  };
}
