import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";

/** Whether Live keys may be generated: the merchant's website was reviewed and found in order. */
export async function isWebsiteVerified(db: Db, actor: Actor): Promise<boolean> {
  const [website] = await db
    .select({ merchantId: websites.merchantId })
    .from(websites)
    .where(
      and(
        eq(websites.orgId, actor.org.id),
        eq(websites.merchantId, actor.merchant.id),
        isNotNull(websites.verifiedAt),
      ),
    );
  return website !== undefined;
}
