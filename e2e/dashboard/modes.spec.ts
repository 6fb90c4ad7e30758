import { expect, test, withinBound } from "@/e2e/fixtures";

test("switching the mode stays on the page and is kept for the session", async ({ person }) => {
  const owner = await person();
  await owner.opensApiKeys();
  await expect(owner.page.getByText("Test Mode is a simulation")).toBeVisible();
  const test = await owner.generates();
  await owner.switchesTo("Live Mode");
  await expect(owner.page).toHaveURL(`${owner.origin}/account-settings/api-keys`);
  await expect(owner.page.getByText("Test Mode is a simulation")).toHaveCount(0);
  await expect(owner.row(test.keyId)).toHaveCount(0);
  const live = await owner.generates();
  expect(live.keyId).toMatch(/^rzp_live_/);
  await owner.opens("/account-settings");
  await expect(owner.page.getByRole("radio", { name: "Live Mode" })).toBeChecked();
  await owner.opensApiKeys();
  await expect(owner.row(live.keyId)).toBeVisible();
  await owner.switchesTo("Test Mode");
  await expect(owner.row(test.keyId)).toBeVisible();
  await expect(owner.row(live.keyId)).toHaveCount(0);
});

test("two tabs in two modes never cross: each action carries the mode of the page it was pressed on (C-7)", async ({
  person,
  verdicts,
}) => {
  const inTest = await person({ mobile: true, otp: true });
  await inTest.opensApiKeys();
  const inLive = await inTest.secondTab();
  await inLive.opensApiKeys();
  await inLive.switchesTo("Live Mode");
  const live = await inLive.generates();
  const old = await inTest.generates();
  expect([old.keyId.slice(0, 9), live.keyId.slice(0, 9)]).toEqual(["rzp_test_", "rzp_live_"]);
  await expect(inTest.row(old.keyId)).toBeVisible();
  await expect(inTest.page.getByRole("radio", { name: "Test Mode" })).toBeChecked();
  await inTest.asksToRegenerate("Immediately");
  const fresh = await inTest.savesNewKey();
  expect(fresh.keyId).toMatch(/^rzp_test_/);
  await expect
    .poll(() => verdicts(old, fresh, live), withinBound)
    .toEqual(["denied", "allowed", "allowed"]);
});

test("Live waits for a verified website and says why; Test does not (DESIGN §2.8)", async ({
  person,
}) => {
  const owner = await person({ isWebsiteVerified: false });
  await owner.opensApiKeys();
  await owner.generates();
  await owner.switchesTo("Live Mode");
  await expect(owner.page.getByText(/verified website/i).first()).toBeVisible();
  await expect(owner.button("Generate Key")).toHaveCount(0);
});
