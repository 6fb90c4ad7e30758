import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";
import { appCode } from "@/lib/testing/authenticator";
import { aMember, testPassword } from "@/lib/testing/people";

const page = "/account-settings/security";

async function opensSecurity(person: Person): Promise<void> {
  await person.opens(page);
  await expect(person.page.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
}

/** Types the password that a change asks for, and presses its button. */
async function confirmsWith(person: Person, button: string): Promise<void> {
  await person.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await person.dialog.getByRole("button", { name: button, exact: true }).click();
}

async function isIn(person: Person): Promise<void> {
  const heading = person.page.getByRole("heading", { name: "Home", level: 1 });
  await expect(heading).toBeVisible();
}

test("2-step verification: password and code turn it on, a login asks for a code, and a recovery code stands in once", async ({
  person,
}) => {
  const viewer = await person({ role: "viewer", mobile: true, hasPassword: true });
  await viewer.opens("/account-settings");
  await viewer.page.getByRole("link", { name: "Security", exact: true }).click();
  const toggle = viewer.page.getByRole("switch", { name: "2-step verification" });
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await confirmsWith(viewer, "Turn on");
  await viewer.entersCode();
  const codes = viewer.page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const code = await codes.first().innerText();
  expect(code).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
  await viewer.page.keyboard.press("Escape");
  await expect(codes).toHaveCount(10);
  const download = viewer.page.waitForEvent("download");
  await viewer.button("Download recovery codes").click();
  expect((await download).suggestedFilename()).toBe("razorpay-recovery-codes.txt");
  await viewer.button("I have saved my codes").click();
  await expect(viewer.dialog).toHaveCount(0);
  await expect(toggle).toBeChecked();
  // What was shown once is nowhere any more.
  await viewer.page.reload();
  await expect(viewer.page.getByText("10 of 10 are left")).toBeVisible();
  expect(await viewer.page.content()).not.toContain(code);
  await viewer.logsOut();
  await viewer.logsIn(testPassword);
  await viewer.entersCode();
  await isIn(viewer);
  await viewer.logsOut();
  await viewer.logsIn(testPassword);
  await viewer.page.getByRole("link", { name: "Use a recovery code" }).click();
  await viewer.page.getByLabel("Recovery code").fill(code.toUpperCase());
  await viewer.button("Log in").click();
  await isIn(viewer);
  await opensSecurity(viewer);
  await expect(viewer.page.getByText("9 of 10 are left")).toBeVisible();
});

test("an authenticator app: its code counts once, at the login too, and an SMS can stand in", async ({
  person,
}) => {
  const admin = await person({
    role: "admin",
    mobile: true,
    otp: true,
    hasPassword: true,
    isTwoStepOn: true,
  });
  await opensSecurity(admin);
  await admin.button("Set up authenticator app").click();
  await confirmsWith(admin, "Continue");
  await expect(admin.page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await admin.dialog.locator("code").innerText()).replaceAll(" ", "");
  const used = await appCode(secret);
  await admin.page.getByLabel("One-time password").fill(used);
  await admin.button("Verify").click();
  await expect(admin.dialog).toHaveCount(0);
  await expect(admin.page.getByText("In use")).toBeVisible();
  await admin.logsOut();
  await admin.logsIn(testPassword);
  const heading = admin.page.getByRole("heading", { name: /from your authenticator app/ });
  await expect(heading).toBeVisible();
  await admin.page.getByLabel("One-time password").fill(used);
  await admin.button("Verify").click();
  await expect(admin.page.getByRole("alert").filter({ hasText: "not correct" })).toBeVisible();
  await admin.page.getByLabel("One-time password").fill(await appCode(secret, 1));
  await admin.button("Verify").click();
  await isIn(admin);
  await admin.logsOut();
  await admin.logsIn(testPassword);
  await admin.button("Send an SMS instead").click();
  await expect(admin.page.getByRole("heading", { name: /Enter the OTP sent to/ })).toBeVisible();
  await admin.entersCode();
  await isIn(admin);
});

test("other sessions are listed in words, and end at once: one of them, or all", async ({
  personOf,
}) => {
  const member = await aMember({ role: "operations" });
  const here = await personOf(member);
  const others = [await personOf(member), await personOf(member)];
  const windows =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
  await db().execute(
    sql`update sessions set user_agent = ${windows} where user_id = ${member.userId}`,
  );
  await opensSecurity(here);
  const list = here.page.getByRole("list", { name: "Sessions" });
  const rows = list.getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "This device" })).toHaveText(/Chrome on Windows/);
  await here.choosesFor("Chrome on Windows (3)", "Log out");
  await expect(rows).toHaveCount(2);
  await here.button("Log out other sessions").click();
  await expect(here.page.getByText("Logged out 1 other session.")).toBeVisible();
  await expect(rows).toHaveCount(1);
  for (const other of others) {
    await other.opens("/account-settings");
    await expect(other.page).toHaveURL(`${other.origin}/login`);
  }
  // Rules of the brand are for those who answer for the account.
  await expect(here.page.getByRole("heading", { name: "When a code is asked" })).toHaveCount(0);
});

test("where the owner wants 2-step verification, every page leads to it, and turning it on opens the rest", async ({
  person,
}) => {
  const admin = await person({ role: "admin", mobile: true, otp: true, hasPassword: true });
  await db().execute(
    sql`update merchants set is_two_step_required = true where id = ${admin.member.merchantId}`,
  );
  await admin.opens("/account-settings/api-keys");
  await expect(admin.page).toHaveURL(`${admin.origin}${page}`);
  await expect(admin.page.getByText(/requires 2-step verification of everybody/)).toBeVisible();
  await admin.page.getByRole("switch", { name: "2-step verification" }).click();
  await confirmsWith(admin, "Turn on");
  await admin.button("Copy recovery codes").click();
  await admin.button("I have saved my codes").click();
  await expect(admin.page.getByText(/requires 2-step verification of everybody/)).toHaveCount(0);
  await expect(admin.page.getByRole("switch", { name: "2-step verification" })).toBeDisabled();
  await admin.opensApiKeys();
});
