import { expect, test, withinBound } from "@/e2e/fixtures";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { aMobile, testPassword } from "@/lib/testing/people";

test("an OTP at login is enough: regenerating asks for none, and Immediately kills the old key", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("Immediately");
  const fresh = await owner.savesNewKey();
  await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["denied", "allowed"]);
  await expect(owner.row(fresh.keyId)).toContainText("Active");
  await owner.page.locator("summary").click();
  await expect(owner.page.getByText(old.keyId)).toBeVisible();
  expect(await messagesTo(owner.member.mobile ?? "")).toHaveLength(0);
});

test("a verified mobile gets the OTP, which names what it is for; in 24 hours both keys work", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  const last4 = owner.member.mobile?.slice(-4);
  await expect(
    owner.page.getByRole("heading", { name: `Enter the OTP sent to ••••••${last4}` }),
  ).toBeVisible();
  const [sms] = await messagesTo(owner.member.mobile ?? "");
  expect(sms?.body).toContain(`Razorpay OTP to regenerate the Test key …${old.keyId.slice(-3)}`);
  await owner.page.getByLabel("One-time password").fill("000000");
  await owner.button("Verify").click();
  await expect(owner.dialog.getByRole("alert")).toContainText("not correct");
  await owner.entersCode();
  const fresh = await owner.savesNewKey();
  expect(await verdicts(old, fresh)).toEqual(["allowed", "allowed"]);
  await expect(owner.row(old.keyId)).toContainText(
    /Deactivates in 23 h 5\d min|Deactivates in 24 h 0 min/,
  );
  await expect(owner.row(old.keyId)).toContainText("Never");
});

test("each next action asks again: that OTP was for one action only", async ({ person }) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  await owner.generates();
  for (let round = 0; round < 2; round++) {
    await owner.asksToRegenerate("Immediately");
    await owner.entersCode();
    await owner.savesNewKey();
  }
});

test("without a mobile, one is verified first with the password; it then covers the session (D10)", async ({
  person,
  verdicts,
}) => {
  const admin = await person({ role: "admin", hasPassword: true });
  const mobile = aMobile(admin.member.org);
  await admin.opensApiKeys();
  const old = await admin.generates();
  await admin.asksToRegenerate("Immediately");
  await expect(
    admin.page.getByRole("heading", { name: "Verify your mobile number" }),
  ).toBeVisible();
  await admin.page.getByLabel("Mobile number").fill(mobile.slice(3));
  await admin.page.getByLabel("Password", { exact: true }).fill("not the password at all");
  await admin.button("Send OTP").click();
  await expect(admin.dialog.getByRole("alert").first()).toContainText("Password is incorrect");
  await expect(admin.page.getByLabel("Mobile number")).toHaveValue(mobile.slice(3));
  await admin.page.getByLabel("Password", { exact: true }).fill(testPassword);
  await admin.button("Send OTP").click();
  await admin.entersCode(mobile);
  const second = await admin.savesNewKey();
  await expect.poll(() => verdicts(old, second), withinBound).toEqual(["denied", "allowed"]);
  await admin.asksToRegenerate("Immediately");
  const third = await admin.savesNewKey();
  await expect.poll(() => verdicts(second, third), withinBound).toEqual(["denied", "allowed"]);
});

test("a colleague was quicker: the late one hears that the key was already changed", async ({
  person,
  personOf,
  verdicts,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  const late = await personOf(owner.member, { otp: true });
  await late.opensApiKeys();
  await owner.asksToRegenerate("Immediately");
  const fresh = await owner.savesNewKey();
  await late.asksToRegenerate("Immediately");
  await expect(late.page.getByRole("alert").filter({ hasText: "already changed" })).toBeVisible();
  await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["denied", "allowed"]);
});

test("nothing happens on Cancel, at any step", async ({ person, verdicts }) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  const key = await owner.generates();
  await owner.button("Regenerate Key").click();
  await owner.button("Cancel").click();
  await expect(owner.dialog).toHaveCount(0);
  await owner.asksToRegenerate("Immediately");
  await expect(owner.page.getByLabel("One-time password")).toBeVisible();
  await owner.button("Cancel").click();
  await expect(owner.dialog).toHaveCount(0);
  expect(await verdicts(key)).toEqual(["allowed"]);
});
