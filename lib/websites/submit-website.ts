import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { websiteRefusal } from "./refusals";
import { readDetails, type WebsiteDetails } from "./website-details";

/** Later than the submission before it by a millisecond at least: a review names what it saw by this moment. */
const submittedAt = sql`greatest(date_trunc('milliseconds', clock_timestamp()),
  ${websites.submittedAt} + interval '1 millisecond')`;

/**
 * Puts the merchant's website under review, anew where it was reviewed before. A Live key that exists works on
 * meanwhile. The same details again change nothing, unless they were refused: then they are looked at again. Throws
 * `forbidden`, and `website_refused` for what is no public address.
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
