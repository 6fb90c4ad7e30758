import { and, eq } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { type WebsiteState, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { OrgId } from "@/lib/orgs/org";
import type { WebsiteDetails } from "./website-details";

export interface Website extends WebsiteDetails {
  state: WebsiteState;
  submittedAt: Date;
  /** When it was last approved. A later edit may be under review. */
  verifiedAt: Date | null;
  reviewedAt: Date | null;
  /** What the reviewer wants changed. */
  refusalReason: string | null;
}

/** The merchant's website and the state of its review; null: nothing was submitted. Throws `forbidden`. */
export async function findWebsite(actor: Actor): Promise<Website | null> {
  requirePermission(actor, "website:view");
  return readWebsite(db(), actor.org.id, actor.merchant.id);
}

export async function readWebsite(db: Db, orgId: OrgId, merchantId: string) {
  const [website] = await db
    .select({
      url: websites.url,
      contactUrl: websites.contactUrl,
      termsUrl: websites.termsUrl,
      privacyUrl: websites.privacyUrl,
      refundUrl: websites.refundUrl,
      state: websites.state,
      submittedAt: websites.submittedAt,
      verifiedAt: websites.verifiedAt,
      reviewedAt: websites.reviewedAt,
      refusalReason: websites.refusalReason,
    })
    .from(websites)
    .where(and(eq(websites.orgId, orgId), eq(websites.merchantId, merchantId)));
  return website ?? null;
}
