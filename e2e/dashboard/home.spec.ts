import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { ageKey, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { aFailure, aUse } from "@/lib/testing/usage";

test.describe.configure({ timeout: 120_000 });

test("a new merchant follows the checklist from home, and it ticks what was really done", async ({
  person,
}) => {
  const owner = await person({ isWebsiteVerified: false });
  await owner.opens("/");
  const steps = owner.page.getByRole("listitem").filter({ hasText: /Generate|Verify|Submit/ });
  await expect(owner.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await expect(owner.page.getByText("0 of 4 done")).toBeVisible();
  await expect(steps).toHaveCount(4);
  await expectAccessibleAndFitting(owner.page, "home-new");
  await owner.page.getByRole("link", { name: "Generate a Test key" }).click();
  await owner.generates();
  await owner.page.getByRole("link", { name: "Home" }).click();
  await expect(owner.page.getByText("1 of 4 done")).toBeVisible();
  await expect(steps.filter({ hasText: "Generate a Test key, done" })).toBeVisible();
  await expect(owner.page.getByText("Nothing needs your attention.")).toBeVisible();
});

test("a link of home opens its own mode, and what needs attention leads to where it is mended", async ({
  personOf,
}) => {
  const member = await aMember({ mobile: true });
  const actor = await actorOf(member, await aSession(member, { otp: true }));
  const old = await aKey(actor, "live");
  await ageKey(actor, old.keyId, 3 * 24 * 60 * 60);
  await aUse(old.keyId, { minutesAgo: 20, requests: 4_200 });
  const fresh = await aReplacement(actor, old, "in-24-hours", "live");
  await aFailure(fresh.keyId, { cause: "wrong_secret", attempts: 40 });
  const inTest = await aKey(actor, "test");
  await aUse(inTest.keyId, { requests: 12 });
  await expireKeyIn(actor, inTest.keyId, 6 * 24 * 60 * 60);
  const owner = await personOf(member);
  await owner.opens("/");
  const items = owner.page.getByRole("listitem").filter({ hasText: /key/ });
  await expect(items.nth(0)).toContainText("expires in 6 days");
  await expect(items.nth(1)).toContainText("was used within the hour");
  await expect(items.nth(2)).toContainText("Failed attempts with Live keys are rising: 40");
  await expectAccessibleAndFitting(owner.page, "home-attention");
  await owner.page.getByRole("link", { name: "Open Live keys" }).click();
  await expect(owner.page.getByRole("heading", { name: "API Keys", level: 1 })).toBeVisible();
  await expect(owner.page.getByRole("radio", { name: "Live Mode" })).toBeChecked();
  await expect(owner.row(fresh.keyId)).toBeVisible();
});

test("a role that may not see keys finds none of them at home", async ({ person }) => {
  const owner = await aMember();
  const { keyId } = await aKey(await actorOf(owner, await aSession(owner)));
  const viewer = await person({ role: "viewer", merchantId: owner.merchantId });
  await viewer.opens("/");
  await expect(viewer.page.getByText("Your role here is viewer.")).toBeVisible();
  expect(await viewer.page.content()).not.toContain(keyId);
});
