import { randomUUID } from "node:crypto";
import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, originOf, test } from "@/e2e/fixtures";
import { mailedLink } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";

test.describe.configure({ timeout: 120_000 });

test("signing up is accessible and fits: empty, refused, sent, and the link in another browser", async ({
  page,
  browser,
}) => {
  const origin = originOf("razorpay.localhost");
  const email = `new-${randomUUID()}@tests.test`;
  await page.goto(`${origin}/signup`);
  await page.getByLabel("Email").fill("not an address");
  await page.getByLabel("Your name").fill("Neha Iyer");
  await page.getByLabel("Password", { exact: true }).fill("velvet harbour");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "whole email" })).toBeVisible();
  await expectAccessibleAndFitting(page, "signup-refused");
  await page.getByLabel("Business name").fill("Gravel & Sons");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await expectAccessibleAndFitting(page, "signup-check-email");
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(origin + (await mailedLink(email, "/signup/confirm")));
  await expectAccessibleAndFitting(elsewhere, "signup-confirm");
  await elsewhere.context().close();
});

test("a forgotten password is accessible and fits: a new one, and a dead link", async ({
  page,
}) => {
  const member = await aMember({ hasPassword: true, org: "axis" });
  const origin = originOf("axis.localhost");
  await page.goto(`${origin}/forgot-password`);
  await page.getByLabel("Email").fill(member.email);
  await page.getByRole("button", { name: "Send reset link" }).click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  await page.goto(origin + (await mailedLink(member.email, "/reset-password")));
  await page.getByLabel("New password").fill("velvet");
  await expectAccessibleAndFitting(page, "reset-password");
  await page.goto(`${origin}/reset-password?token=gone`);
  await expectAccessibleAndFitting(page, "link-gone");
});

test("Account details are accessible and fit: the page, and the way to a new number", async ({
  person,
}) => {
  const owner = await person({ hasPassword: true, mobile: true, org: "curlec" });
  await owner.opens("/account-settings/account-details");
  await expectAccessibleAndFitting(owner.page, "account-details");
  await owner.button("Change mobile number").click();
  await owner.dialog.getByLabel("Mobile number").fill("1160123456");
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await expectAccessibleAndFitting(owner.page, "account-mobile");
  await owner.button("Cancel").click();
  await owner.button("Change email").click();
  await owner.dialog.getByLabel("New email").fill(owner.member.email);
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.button("Send link").click();
  await expect(owner.page.getByRole("alert").filter({ hasText: "already" })).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "account-email");
});
