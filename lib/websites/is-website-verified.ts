import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { merchants, type WebsiteState, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";

/** Whether Live keys may be generated: the merchant's website is approved. */
export async function isWebsiteVerified(db: Db, actor: Actor): Promise<boolean> {
  return (await readClockAndWebsite(db, actor)).isVerified;
}

/**
 * What every page of a merchant needs first, in one round trip: the database's clock (pages never use the server's,
 * R-9), the state of the website's review (null: nothing submitted), and whether an operator has frozen the merchant.
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
