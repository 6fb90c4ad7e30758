import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { merchants, type WebsiteState, websites } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";

const most = 200;

/** Submitted websites, oldest submission first. */
export async function listWebsites(options: {
  orgId?: OrgId | undefined;
  state?: WebsiteState | undefined;
}) {
  const { orgId, state } = options;
  return db()
    .select({
      orgId: websites.orgId,
      merchantId: websites.merchantId,
      merchant: merchants.name,
      state: websites.state,
      url: websites.url,
      contactUrl: websites.contactUrl,
      termsUrl: websites.termsUrl,
      privacyUrl: websites.privacyUrl,
      refundUrl: websites.refundUrl,
      submittedAt: websites.submittedAt,
      verifiedAt: websites.verifiedAt,
      reviewedAt: websites.reviewedAt,
      reviewedBy: websites.reviewedBy,
      refusalReason: websites.refusalReason,
    })
    .from(websites)
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, websites.orgId), eq(merchants.id, websites.merchantId)),
    )
    .where(
      and(
        orgId === undefined ? undefined : eq(websites.orgId, orgId),
        state === undefined ? undefined : eq(websites.state, state),
      ),
    )
    .orderBy(asc(websites.submittedAt), asc(websites.merchantId))
    .limit(most);
}
