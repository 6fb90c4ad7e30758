import type { Actor } from "@/lib/access/actor";
import { formatMoment } from "@/lib/orgs/moment";
import { findWebsite } from "./find-website";
import type { WebsiteView } from "./website-view";

/**
 * The merchant's website and its review, with dates in the brand's form; null: nothing was submitted. Throws
 * `forbidden`.
 */
export async function getWebsiteView(actor: Actor): Promise<WebsiteView | null> {
  const website = await findWebsite(actor);
  if (!website) return null;
  const { submittedAt, verifiedAt, reviewedAt, refusalReason: reason, ...rest } = website;
  const moment = (at: Date | null) => at && formatMoment(actor.org, at);
  return {
    ...rest,
    reason,
    submitted: formatMoment(actor.org, submittedAt),
    verified: moment(verifiedAt),
    reviewed: moment(reviewedAt),
  };
}
