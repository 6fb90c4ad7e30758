import { and, eq, exists, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";

/** Whether Live keys may be generated: the merchant's website was reviewed and found in order. */
export async function isWebsiteVerified(db: Db, actor: Actor): Promise<boolean> {
  return (await readClockAndWebsite(db, actor)).isVerified;
}

/** The same, and the database's clock in the same round trip: pages show nothing by the app's clock. */
export async function readClockAndWebsite(db: Db, actor: Actor) {
  const isVerified = exists(
    db
      .select({ merchantId: websites.merchantId })
      .from(websites)
      .where(
        and(
          eq(websites.orgId, actor.org.id),
          eq(websites.merchantId, actor.merchant.id),
          eq(websites.state, "verified"),
        ),
      ),
  );
  const { rows } = await db.execute<{ now: string; verified: boolean }>(
    sql`select now() as now, ${isVerified} as verified`,
  );
  return { now: new Date(rows[0]?.now ?? Number.NaN), isVerified: rows[0]?.verified === true };
}
