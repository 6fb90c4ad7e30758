import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { readWebsite } from "./find-website";
import { websiteRefusal } from "./refusals";

export interface Review {
  orgId: OrgId;
  merchantId: string;
  /** When the version that the reviewer looked at was submitted. */
  submittedAt: Date;
  verdict: { isInOrder: true } | { isInOrder: false; reason: string };
}

/** The operator who reviews, and the address they work from. */
export interface Reviewer {
  name: string;
  client: Client;
}

/**
 * Approves or refuses a submitted website. The UPDATE names the submission that was looked at, so an edit made
 * meanwhile is never approved unseen. Tells the owners. Returns the website's address. Throws `website_changed` if it
 * was edited since, `website_not_waiting` if nothing is under review.
 */
export function reviewWebsite(reviewer: Reviewer, review: Review): Promise<{ url: string }> {
  return transaction((tx) => decide(tx, reviewer, review));
}

async function decide(tx: Db, { name, client }: Reviewer, review: Review) {
  const { orgId, merchantId, verdict } = review;
  const outcome = verdict.isInOrder
    ? ({ state: "verified", verifiedAt: sql`now()` } as const)
    : ({ state: "refused", refusalReason: verdict.reason } as const);
  const [reviewed] = await tx
    .update(websites)
    .set({ ...outcome, reviewedAt: sql`now()`, reviewedBy: name })
    .where(
      and(
        eq(websites.orgId, orgId),
        eq(websites.merchantId, merchantId),
        eq(websites.state, "under_review"),
        sql`date_trunc('milliseconds', ${websites.submittedAt}) = ${review.submittedAt.toISOString()}::timestamptz`,
      ),
    )
    .returning({ url: websites.url });
  if (!reviewed) {
    const website = await readWebsite(tx, orgId, merchantId);
    throw websiteRefusal(
      website?.state === "under_review" ? "website_changed" : "website_not_waiting",
    );
  }
  const { url } = reviewed;
  if (verdict.isInOrder) await notify(tx, "website-approved", { orgId, merchantId }, { url });
  else await notify(tx, "website-refused", { orgId, merchantId }, { url, reason: verdict.reason });
  await recordAudit(tx, verdict.isInOrder ? "website.approved" : "website.refused", {
    orgId,
    merchantId,
    client,
    detail: { operator: name, url, ...(verdict.isInOrder ? {} : { reason: verdict.reason }) },
  });
  return reviewed;
}
