import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, originOf, test } from "@/e2e/fixtures";
import type { OrgId } from "@/lib/orgs/org";
import { expireKeyIn } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, testPassword } from "@/lib/testing/people";
import { aFailure, aUse } from "@/lib/testing/usage";

test.describe.configure({ timeout: 240_000 });

test("the way in is accessible and fits: empty, refused, and at the OTP", async ({ personOf }) => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const person = await personOf(member, { isLoggedIn: false });
  await person.opens("/login");
  await expectAccessibleAndFitting(person.page, "login");
  await person.logsIn("not the password at all");
  await expect(person.page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  await expectAccessibleAndFitting(person.page, "login-refused");
  await person.logsIn(testPassword);
  await expect(person.page.getByLabel("One-time password")).toBeVisible();
  await expectAccessibleAndFitting(person.page, "login-otp");
});

test("Account & Settings, an address that leads nowhere, and a denial are accessible and fit", async ({
  person,
}) => {
  const owner = await person();
  await owner.opens("/account-settings");
  await expectAccessibleAndFitting(owner.page, "settings");
  await owner.opens("/nowhere");
  await expectAccessibleAndFitting(owner.page, "not-found");
  const manager = await person({ role: "manager" });
  await manager.opensApiKeys();
  await expectAccessibleAndFitting(manager.page, "denied");
});

test("the page without keys is accessible and fits: Test, Live, and Live without a verified website", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  await expectAccessibleAndFitting(owner.page, "keys-none-test");
  await owner.switchesTo("Live Mode");
  await expect(owner.page.getByText("No Live key yet")).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "keys-none-live");
  const fresh = await person({ isWebsiteVerified: false });
  await fresh.opensApiKeys();
  await fresh.switchesTo("Live Mode");
  await expect(fresh.page.getByText("Live keys need a verified website")).toBeVisible();
  await expectAccessibleAndFitting(fresh.page, "keys-live-blocked");
});

test("generating and the list are accessible and fit", async ({ person }) => {
  const owner = await person();
  await owner.opensApiKeys();
  await owner.button("Generate Key").click();
  await owner.readsNewKey();
  await expectAccessibleAndFitting(owner.page, "save");
  await owner.page.getByText("More formats").click();
  await expectAccessibleAndFitting(owner.page, "save-formats");
  const key = await owner.savesNewKey();
  await expectAccessibleAndFitting(owner.page, "keys-active");
  await owner.opens(`/account-settings/api-keys/${key.keyId}`);
  await expectAccessibleAndFitting(owner.page, "key-page-unused");
  await owner.opens("/account-settings/api-keys/rzp_test_00000000000000");
  await expectAccessibleAndFitting(owner.page, "key-not-found");
  await owner.opensApiKeys();
  await owner.page.getByRole("tab", { name: "Java" }).click();
  await expectAccessibleAndFitting(owner.page, "keys-java");
  const actor = await actorOf(owner.member, await aSession(owner.member));
  await expireKeyIn(actor, key.keyId, 7 * 24 * 60 * 60);
  await owner.opensApiKeys();
  await expectAccessibleAndFitting(owner.page, "keys-expiring");
  await owner.button("Change key life").click();
  await owner.dialog.getByRole("radio", { name: "90 days" }).check();
  await expectAccessibleAndFitting(owner.page, "key-life");
  await owner.button("Cancel").click();
  await expireKeyIn(actor, key.keyId, -60);
  await owner.opensApiKeys();
  await expectAccessibleAndFitting(owner.page, "keys-expired");
  await owner.button("Regenerate Key").click();
  await expectAccessibleAndFitting(owner.page, "regenerate-expired");
});

test("the steps to a new key are accessible and fit", async ({ person }) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  await owner.generates();
  await owner.button("Regenerate Key").click();
  await expectAccessibleAndFitting(owner.page, "regenerate");
  await owner.button("Continue").click();
  await expect(owner.page.getByLabel("One-time password")).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "code");
  await owner.page.getByLabel("One-time password").fill("000000");
  await owner.button("Verify").click();
  await expect(owner.dialog.getByRole("alert")).toContainText("not correct");
  await expectAccessibleAndFitting(owner.page, "code-wrong");
});

test("both keys side by side, and what can be done with the old one, are accessible and fit", async ({
  person,
}) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  await owner.entersCode();
  await owner.savesNewKey();
  await expectAccessibleAndFitting(owner.page, "keys-retiring");
  await owner.page.setViewportSize({ width: 360, height: 740 });
  // A page that was wide a moment ago has yet to be laid out.
  await expect
    .poll(() => owner.page.evaluate(() => document.documentElement.scrollHeight))
    .toBeLessThanOrEqual(1_400);
  await owner.page.setViewportSize({ width: 1280, height: 800 });
  await owner.row(old.keyId).getByRole("button", { name: "Keep 24 hours more" }).click();
  await expect(owner.page.getByLabel("One-time password")).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "extend");
  await owner.button("Cancel").click();
  await owner.row(old.keyId).getByRole("button", { name: "Deactivate now" }).click();
  await expectAccessibleAndFitting(owner.page, "deactivate");
  await owner.button("Deactivate key").click();
  await owner.entersCode();
  await owner.page.locator("summary").click();
  await expectAccessibleAndFitting(owner.page, "keys-past");
});

test("traffic, failures and warnings are accessible and fit", async ({ person }) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  for (const hoursAgo of [1, 2, 3, 5, 8, 13])
    await aUse(old.keyId, { minutesAgo: hoursAgo * 60, requests: 1_400 - hoursAgo * 100 });
  await aUse(old.keyId, { minutesAgo: 4, requests: 120, address: "2001:db8:85a3::8a2e:370:7334" });
  await aFailure(old.keyId, { cause: "whitespace", minutesAgo: 8, attempts: 12 });
  await aFailure(old.keyId, { cause: "wrong_mode", minutesAgo: 70, attempts: 13_411 });
  await owner.opensApiKeys();
  await expectAccessibleAndFitting(owner.page, "keys-failures");
  for (const cause of ["malformed", "wrong_secret", "deactivated", "expired"] as const)
    await aFailure(old.keyId, { cause, minutesAgo: 130 });
  await owner.opens(`/account-settings/api-keys/${old.keyId}`);
  await expectAccessibleAndFitting(owner.page, "key-page");
  await owner.opensApiKeys();
  await owner.button("Regenerate Key").click();
  await owner.page.getByRole("radio", { name: "Immediately" }).check();
  await expectAccessibleAndFitting(owner.page, "regenerate-warning");
  await owner.page.getByRole("radio", { name: "In 24 hours" }).check();
  await owner.button("Continue").click();
  const fresh = await owner.savesNewKey();
  await aUse(fresh.keyId, { requests: 204 });
  await owner.opensApiKeys();
  await expectAccessibleAndFitting(owner.page, "keys-in-use");
  await owner.row(old.keyId).getByRole("button", { name: "Deactivate now" }).click();
  await expectAccessibleAndFitting(owner.page, "deactivate-warning");
});

test("an all-clear is accessible and fits", async ({ person }) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await aUse(old.keyId, { minutesAgo: 130, requests: 900 });
  await owner.asksToRegenerate("In 24 hours");
  const { keyId } = await owner.savesNewKey();
  await aUse(keyId, { minutesAgo: 121, requests: 200 });
  await aUse(keyId, { requests: 640 });
  await owner.opensApiKeys();
  await expect(owner.page.getByText("Safe to deactivate")).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "keys-safe");
});

for (const org of ["curlec", "axis"] as OrgId[]) {
  test(`${org} is accessible and fits in its own colours, at the login, in the list and while verifying a mobile`, async ({
    person,
    page,
  }) => {
    const admin = await person({ org, role: "admin" });
    await page.goto(`${originOf(`${org}.localhost`)}/login`);
    await expectAccessibleAndFitting(page, `${org}-login`);
    await admin.opensApiKeys();
    await admin.generates();
    await expectAccessibleAndFitting(admin.page, `${org}-keys`);
    await admin.asksToRegenerate("Immediately");
    await expect(admin.page.getByLabel("Mobile number")).toBeVisible();
    await expectAccessibleAndFitting(admin.page, `${org}-mobile`);
    await admin.button("Send OTP").click();
    await expectAccessibleAndFitting(admin.page, `${org}-mobile-invalid`);
  });
}

test("the navigation sheet of a phone is accessible and fits", async ({ person }) => {
  const owner = await person();
  await owner.page.setViewportSize({ width: 360, height: 740 });
  await owner.opensApiKeys();
  await owner.button("Open navigation").click();
  await expect(
    owner.page.getByRole("dialog").getByRole("link", { name: "Account & Settings" }),
  ).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "navigation-sheet", ["phone"]);
});
