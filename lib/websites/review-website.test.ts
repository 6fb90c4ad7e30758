import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { operatorOf } from "@/lib/operator/operator";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { noticesTo, waitingFor } from "@/lib/testing/outbox";
import { anActor } from "@/lib/testing/people";
import { trailOf } from "@/lib/testing/trail";
import { verdictOf } from "@/lib/testing/verdict";
import { findWebsite } from "./find-website";
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

async function review(actor: Actor, verdict: Review["verdict"], submittedAt?: Date) {
  const website = await findWebsite(actor);
  return reviewWebsite(reviewer, {
    orgId: actor.org.id,
    merchantId: actor.merchant.id,
    submittedAt: submittedAt ?? website?.submittedAt ?? new Date(0),
    verdict,
  });
}

describe("the review", () => {
  test("an approval allows Live keys, tells the owners, and is recorded with the operator's name", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    await expect(aKey(actor, "live")).rejects.toMatchObject({ code: "website_not_verified" });
    await review(actor, inOrder);
    expect(await verdictOf(await aKey(actor, "live"))).toBe("allowed");
    expect(await noticesTo(actor.user.email, "website-approved")).toEqual([
      expect.objectContaining({ kind: "website-approved", facts: { url: "https://shop.test" } }),
    ]);
    const approved = (await trailOf(actor.merchant.id)).find(
      ({ event }) => event === "website.approved",
    );
    expect(approved).toMatchObject({
      userId: null,
      address: "operator",
      host: "operator",
      detail: { operator: "rita", url: "https://shop.test" },
    });
  });

  test("a refusal gives the reason, on the page and in a mail", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    await review(actor, { isInOrder: false, reason: "No refund policy." });
    expect(await findWebsite(actor)).toMatchObject({
      state: "refused",
      refusalReason: "No refund policy.",
    });
    await expect(aKey(actor, "live")).rejects.toMatchObject({ code: "website_not_verified" });
    expect(await waitingFor(actor.user.email)).toEqual([
      expect.objectContaining({
        kind: "website-refused",
        facts: { url: "https://shop.test", reason: "No refund policy." },
      }),
    ]);
  });

  test("an edit made meanwhile is never approved unseen", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    const seen = (await findWebsite(actor))?.submittedAt;
    await submitWebsite(actor, { ...site, url: "elsewhere.test" });
    await expect(review(actor, inOrder, seen)).rejects.toMatchObject({ code: "website_changed" });
    expect(await findWebsite(actor)).toMatchObject({ state: "under_review" });
    expect(await waitingFor(actor.user.email)).toEqual([]);
    await review(actor, inOrder);
    await expect(review(actor, inOrder)).rejects.toMatchObject({ code: "website_not_waiting" });
  });

  test("of parallel reviews of one submission one succeeds", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    const verdicts = [inOrder, { isInOrder: false, reason: "No." }, inOrder] as const;
    const done = await Promise.allSettled(verdicts.map((verdict) => review(actor, verdict)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await waitingFor(actor.user.email)).toHaveLength(1);
  });

  test("an edit while verified, and even its refusal, never stops the Live key; a first Live key must wait (DESIGN §2.8)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const key = await aKey(actor, "live");
    const keyless = await anActor();
    for (const one of [actor, keyless]) await submitWebsite(one, { ...site, url: "new.test" });
    expect(await verdictOf(key)).toBe("allowed");
    await expect(aKey(keyless, "live")).rejects.toMatchObject({ code: "website_not_verified" });
    const next = await aReplacement(actor, key, "now", "live");
    await review(actor, { isInOrder: false, reason: "No prices." });
    expect(await verdictOf(next)).toBe("allowed");
    expect(await verdictOf(await aReplacement(actor, next, "now", "live"))).toBe("allowed");
    expect((await findWebsite(actor))?.verifiedAt).not.toBeNull();
  });

  test("a submission whose time has microseconds can be reviewed too", async () => {
    const actor = await fresh();
    await submitWebsite(actor, site);
    await db()
      .update(websites)
      .set({ submittedAt: sql`${websites.submittedAt} + interval '123 microseconds'` })
      .where(eq(websites.merchantId, actor.merchant.id));
    await review(actor, inOrder);
    expect(await findWebsite(actor)).toMatchObject({ state: "verified" });
  });
});
