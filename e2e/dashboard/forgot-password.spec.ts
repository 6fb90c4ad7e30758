import { expect, test } from "@/e2e/fixtures";
import { callAction } from "@/e2e/wire/call-action";
import { mailedLink } from "@/lib/testing/inbox/read-inbox";
import { messagesFor } from "@/lib/testing/outbox";
import { aMember, testPassword } from "@/lib/testing/people";

const password = "lantern voyage pumpkin";

test("a forgotten password is replaced by a link: the old session is dead, the new password opens the dashboard", async ({
  personOf,
}) => {
  const member = await aMember({ hasPassword: true });
  const elsewhere = await personOf(member);
  await elsewhere.opens("/account-settings");
  const person = await personOf(member, { isLoggedIn: false });
  const { page } = person;
  await person.opens("/login");
  await page.getByLabel("Email").fill(member.email);
  const typed = page.getByLabel("Password", { exact: true });
  for (const modifierCapsLock of [true, false]) {
    await typed.evaluate((field, init) => field.dispatchEvent(new KeyboardEvent("keydown", init)), {
      ...{ bubbles: true, key: "A", modifierCapsLock },
    });
    await expect(page.getByText("Caps Lock is on.")).toHaveCount(modifierCapsLock ? 1 : 0);
  }
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
  expect(page.url()).not.toContain("@");
  await expect(page.getByLabel("Email")).toHaveValue(member.email);
  await person.button("Send reset link").click();
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  const link = await mailedLink(member.email, "/reset-password");
  await person.opens(link);
  await expect(page.locator("form [autocomplete=username]")).toHaveValue(member.email);
  await page.getByLabel("New password").fill("short");
  await person.button("Set new password").click();
  await expect(page.getByRole("alert").filter({ hasText: "12 characters" })).toBeVisible();
  await page.getByLabel("New password").fill(password);
  await person.button("Set new password").click();
  await expect(page).toHaveURL(`${person.origin}/login?reset=1`);
  await expect(page.getByText("Your new password is set. Log in with it.")).toBeVisible();
  await elsewhere.opens("/account-settings");
  await expect(elsewhere.page).toHaveURL(`${elsewhere.origin}/login`);
  await person.logsIn(testPassword);
  await expect(page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  await person.logsIn(password);
  await expect(page.getByRole("radio", { name: "Test Mode" })).toBeChecked();
  await person.logsOut();
  await person.opens(link);
  await expect(
    page.getByRole("heading", { name: "This link does not work any more" }),
  ).toBeVisible();
});

test("the host that a request names is in no letter (L-14, W-8)", async () => {
  const member = await aMember({ hasPassword: true });
  const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
  const fields = { email: member.email };
  const { state } = await callAction({ action: "requestResetAction", fields, headers });
  expect(state).toEqual({ status: "done", data: null });
  const letters = await messagesFor(member.email);
  expect(letters.map(({ kind }) => kind)).toEqual(["password-reset"]);
  expect(JSON.stringify(letters)).not.toContain("evil");
});
