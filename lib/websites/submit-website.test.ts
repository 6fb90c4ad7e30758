import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { hasPermission } from "@/lib/access/permissions";
import { roles } from "@/lib/core/roles";
import { operatorOf } from "@/lib/operator/operator";
import { anActor } from "@/lib/testing/people";
import { trailOf } from "@/lib/testing/trail";
import { findWebsite } from "./find-website";
import { isWebsiteVerified } from "./is-website-verified";
import { type Review, reviewWebsite } from "./review-website";
import { submitWebsite } from "./submit-website";

const site = {
  url: "shop.test",
  contactUrl: "/contact",
  termsUrl: "",
  privacyUrl: "",
  refundUrl: "",
};
const fresh = () => anActor({ isWebsiteVerified: false, mobile: true, otp: true });
const reviewer = operatorOf("rita", "staff");
const inOrder = { isInOrder: true } as const;

async function review(actor: Actor, verdict: Review["verdict"]) {
  const website = await findWebsite(actor);
  return reviewWebsite(reviewer, {
    orgId: actor.org.id,
    merchantId: actor.merchant.id,
    submittedAt: website?.submittedAt ?? new Date(0),
    verdict,
  });
}

const eventsOf = async (actor: Actor) =>
  (await trailOf(actor.merchant.id))
    .map(({ event }) => event)
    .filter((e) => e.startsWith("website"));

describe("submitting", () => {
  test("puts the normalized website under review, with an audit entry (DESIGN §2.8, G-1)", async () => {
    const actor = await fresh();
    expect(await findWebsite(actor)).toBeNull();
    await submitWebsite(actor, site);
    expect(await findWebsite(actor)).toMatchObject({
      url: "https://shop.test",
      contactUrl: "https://shop.test/contact",
      state: "under_review",
      verifiedAt: null,
      refusalReason: null,
    });
    expect(await isWebsiteVerified(db(), actor)).toBe(false);
    expect(await eventsOf(actor)).toEqual(["website.submitted"]);
  });

  test("the same details again change nothing while under review or verified; after a refusal they are reviewed again", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    const first = await findWebsite(actor);
    await submitWebsite(actor, { ...site, url: "https://SHOP.test/" });
    expect(await findWebsite(actor)).toEqual(first);
    await review(actor, inOrder);
    await submitWebsite(actor, site);
    expect(await findWebsite(actor)).toMatchObject({ state: "verified" });
    await submitWebsite(actor, { ...site, termsUrl: "/terms" });
    await review(actor, { isInOrder: false, reason: "No prices." });
    await submitWebsite(actor, { ...site, termsUrl: "/terms" });
    expect(await findWebsite(actor)).toMatchObject({ state: "under_review", refusalReason: null });
    expect(await eventsOf(actor)).toEqual([
      "website.submitted",
      "website.approved",
      "website.submitted",
      "website.refused",
      "website.submitted",
    ]);
  });

  test("owner and admin may, nobody else, and nobody for another merchant or brand (C-1, C-4)", async () => {
    const owner = await fresh();
    for (const role of roles) {
      const may = hasPermission(role, "website:submit");
      expect([role, may]).toEqual([role, role === "owner" || role === "admin"]);
      const call = submitWebsite({ ...owner, role }, site);
      await (may ? call : expect(call).rejects.toMatchObject({ code: "forbidden" }));
      const look = findWebsite({ ...owner, role });
      await (may ? look : expect(look).rejects.toMatchObject({ code: "forbidden" }));
    }
    const other = await anActor({ org: "axis", isWebsiteVerified: false });
    expect(await findWebsite(other)).toBeNull();
    await submitWebsite(other, { ...site, url: "other.test" });
    expect(await findWebsite(owner)).toMatchObject({ url: "https://shop.test" });
  });

  test("an address that is not public is refused here too, whatever a form let through", async () => {
    const actor = await fresh();
    const call = submitWebsite(actor, { ...site, url: "http://10.0.0.1" });
    await expect(call).rejects.toMatchObject({ code: "website_refused" });
    expect(await findWebsite(actor)).toBeNull();
  });

  test("of two submits at once one inserts the row and the other edits it: nothing is lost or doubled", async () => {
    const actor = await fresh();
    const urls = ["a.test", "b.test", "c.test", "d.test"];
    await Promise.all(urls.map((url) => submitWebsite(actor, { ...site, url })));
    const rows = await db()
      .select()
      .from(websites)
      .where(eq(websites.merchantId, actor.merchant.id));
    expect(rows).toHaveLength(1);
    expect(await eventsOf(actor)).toHaveLength(4);
  });
});
