import { randomUUID } from "node:crypto";
import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";
import { latestCode, mailedLink, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { messagesFor } from "@/lib/testing/outbox";
import { aMember, aMobile, testPassword } from "@/lib/testing/people";

const password = "lantern voyage pumpkin";
const path = "/account-settings/account-details";
const ending = (mobile: string) => `••••••${mobile.slice(-4)}`;

/** As `entersCode`, once the dialog asks for the code that went to this number. */
async function entersCodeFrom(person: Person, mobile: string) {
  const name = `Enter the OTP sent to ${ending(mobile)}`;
  await expect(person.page.getByRole("dialog", { name })).toBeVisible();
  await person.entersCode(mobile);
}

test("a viewer finds the account details and changes the name", async ({ person }) => {
  const viewer = await person({ role: "viewer" });
  const { page } = viewer;
  await viewer.opens("/account-settings");
  await page.getByRole("link", { name: "Account details" }).click();
  await expect(page.getByRole("heading", { name: "Account details", level: 1 })).toBeVisible();
  await expect(page.getByText(viewer.member.email).last()).toBeVisible();
  await viewer.button("Change name").click();
  await viewer.dialog.getByLabel("Your name").fill("Neha Iyer");
  await viewer.button("Save name").click();
  await expect(viewer.dialog).toHaveCount(0);
  await expect(page.getByText("Neha Iyer")).toBeVisible();
});

test("changing the password keeps this browser logged in and ends the others", async ({
  personOf,
}) => {
  const member = await aMember({ hasPassword: true });
  const [person, elsewhere] = [await personOf(member), await personOf(member)];
  const { page } = person;
  await person.opens(path);
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill(password);
  await person.button("Change password").click();
  await expect(page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  await page.getByLabel("Current password").fill(testPassword);
  await person.button("Change password").click();
  await expect(page.getByText("Your password is changed.")).toBeVisible();
  await expect(page.getByLabel("New password")).toHaveValue("");
  await elsewhere.opens(path);
  await expect(elsewhere.page).toHaveURL(`${elsewhere.origin}/login`);
  await person.opens(path);
  await expect(page.getByRole("heading", { name: "Account details" })).toBeVisible();
});

test("a new mobile number takes the password, a code from the old number and one from the new", async ({
  person,
}) => {
  const owner = await person({ hasPassword: true, mobile: true });
  const { page, member } = owner;
  const [old, mobile] = [member.mobile ?? "", aMobile(member.org)];
  await owner.opens(path);
  await expect(page.getByText(ending(old))).toBeVisible();
  await owner.button("Change mobile number").click();
  await owner.dialog.getByLabel("Mobile number").fill(mobile.slice(3));
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.button("Send OTP").click();
  await entersCodeFrom(owner, old);
  await expect.poll(async () => (await messagesTo(mobile)).length).toBe(1);
  await entersCodeFrom(owner, mobile);
  await expect(owner.dialog).toHaveCount(0);
  await expect(page.getByText(ending(mobile))).toBeVisible();
  expect((await messagesFor(old))[0]).toMatchObject({ kind: "mobile-changed", channel: "sms" });
});

test("a first mobile number takes the password and its own code", async ({ person }) => {
  const owner = await person({ hasPassword: true });
  const mobile = aMobile(owner.member.org);
  await owner.opens(path);
  await owner.button("Add mobile number").click();
  await owner.dialog.getByLabel("Mobile number").fill(mobile);
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.button("Send OTP").click();
  await expect(owner.page.getByLabel("One-time password")).toBeVisible();
  await owner.page.getByLabel("One-time password").fill(await latestCode(mobile));
  await owner.button("Verify").click();
  await expect(owner.dialog).toHaveCount(0);
  await expect(owner.page.getByText(ending(mobile))).toBeVisible();
});

test("a new email takes password and code, and counts once its link is confirmed", async ({
  person,
}) => {
  const owner = await person({ hasPassword: true, mobile: true });
  const { page, member } = owner;
  const email = `moved-${randomUUID()}@tests.test`;
  await owner.opens(path);
  await owner.button("Change email").click();
  await owner.dialog.getByLabel("New email").fill(email.toUpperCase());
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.button("Send link").click();
  await entersCodeFrom(owner, member.mobile ?? "");
  await expect(page.getByRole("dialog", { name: "Check your email" })).toBeVisible();
  await owner.button("Done").click();
  await expect(page.getByText(`Waits for the link sent to ${email}.`)).toBeVisible();
  await owner.opens(await mailedLink(email, "/confirm-email"));
  await owner.button("Confirm email").click();
  await expect(page.getByRole("heading", { name: "Your email is changed" })).toBeVisible();
  await owner.opens(path);
  await expect(page.getByRole("definition").filter({ hasText: email })).toBeVisible();
  expect((await messagesFor(member.email))[0]?.kind).toBe("email-changed");
});
