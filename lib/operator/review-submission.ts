import { db } from "@/db/client";
import type { OrgId } from "@/lib/orgs/org";
import { readWebsite } from "@/lib/websites/find-website";
import { websiteRefusal } from "@/lib/websites/refusals";
import { type Review, reviewWebsite } from "@/lib/websites/review-website";
import { getMerchant } from "./get-merchant";
import type { Operator } from "./operator";

export interface Submission {
  named: string;
  orgId?: OrgId | undefined;
  /** When the version that the operator looked at was submitted; undefined: the current one. */
  submittedAt?: Date | undefined;
  verdict: Review["verdict"];
}

export interface Reviewed {
  orgId: OrgId;
  merchantId: string;
  merchant: string;
  url: string;
  submittedAt: Date;
}

/** Approves or refuses a merchant's website. Throws `unknown`, `ambiguous`, and what `reviewWebsite` throws. */
export async function reviewSubmission(operator: Operator, input: Submission): Promise<Reviewed> {
  const merchant = await getMerchant(db(), input.named, input.orgId);
  const { orgId, id: merchantId } = merchant;
  const website = await readWebsite(db(), orgId, merchantId);
  if (!website)
    throw websiteRefusal("website_not_waiting", `${merchantId} has submitted no website.`);
  const submittedAt = input.submittedAt ?? website.submittedAt;
  const review = { orgId, merchantId, submittedAt, verdict: input.verdict };
  const { url } = await reviewWebsite(operator, review);
  return { orgId, merchantId, merchant: merchant.name, url, submittedAt };
}
