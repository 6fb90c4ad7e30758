import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { websiteRefusal } from "./refusals";
import { readDetails, type WebsiteDetails } from "./website-details";

/** At least a millisecond later than the previous submission, because a review identifies what it saw by this time. */
const submittedAt = sql`greatest(date_trunc('milliseconds', clock_timestamp()),
  ${websites.submittedAt} + interval '1 millisecond')`;

/**
 * Puts the merchant's website under review, again if it was reviewed before. An existing Live key keeps working.
 * Submitting the same details again changes nothing, unless they were refused. Throws `forbidden`, and
 * `website_refused` for an address that is not public.
 */
export async function submitWebsite(actor: Actor, typed: WebsiteDetails): Promise<void> {
  requirePermission(actor, "website:submit");
  const read = readDetails(typed);
  if ("wrong" in read)
    throw websiteRefusal("website_refused", Object.values(read.wrong)[0] ?? undefined);
  const { details } = read;
  const { url, contactUrl, termsUrl, privacyUrl, refundUrl } = details;
  await transaction(async (tx) => {
    const submitted = await tx
      .insert(websites)
      .values({
        orgId: actor.org.id,
        merchantId: actor.merchant.id,
        ...details,
        submittedAt: sql`date_trunc('milliseconds', clock_timestamp())`,
      })
      .onConflictDoUpdate({
        target: [websites.orgId, websites.merchantId],
        set: { ...details, state: "under_review", submittedAt, refusalReason: null },
        setWhere: sql`${websites.state} = 'refused' or (${websites.url}, ${websites.contactUrl}, ${websites.termsUrl},
          ${websites.privacyUrl}, ${websites.refundUrl})
          is distinct from (${url}, ${contactUrl}, ${termsUrl}, ${privacyUrl}, ${refundUrl})`,
      })
      .returning({ url: websites.url });
    if (submitted.length === 0) return;
    await recordAudit(tx, "website.submitted", { ...auditOf(actor), detail: { url } });
  });
}
