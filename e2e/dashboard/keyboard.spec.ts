import type { Person } from "@/e2e/browser/person";
import { expect, test, withinBound } from "@/e2e/fixtures";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";

/** Presses Tab until the element with this role and name has the focus. */
async function tabTo(
  person: Person,
  role: "button" | "link" | "radio" | "textbox",
  name: string,
): Promise<void> {
  const target = person.page.getByRole(role, { name, exact: true }).first();
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false))
      return;
    await person.page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${role} "${name}"`);
}

test("the whole job is done with the keyboard alone", async ({ personOf, verdicts }) => {
  const member = await aMember({ hasPassword: true, mobile: true });
  const person = await personOf(member, { isLoggedIn: false });
  const press = (key: string) => person.page.keyboard.press(key);
  const type = (text: string) => person.page.keyboard.type(text);
  await person.opens("/login");
  await tabTo(person, "textbox", "Email");
  await type(member.email);
  await press("Tab");
  await type(testPassword);
  await press("Enter");
  const heading = (name: string) => person.page.getByRole("heading", { name, level: 1 });
  await expect(heading("Home")).toBeVisible();
  await tabTo(person, "link", "Account & Settings");
  await press("Enter");
  await expect(heading("Account & Settings")).toBeVisible();
  await tabTo(person, "link", "API Keys");
  await press("Enter");
  await tabTo(person, "button", "Generate Key");
  await press("Enter");
  const old = await person.readsNewKey();
  await tabTo(person, "button", "Copy Key Secret");
  await press("Enter");
  await tabTo(person, "button", "I have saved my key");
  await press("Enter");
  await expect(person.dialog).toHaveCount(0);
  await tabTo(person, "button", "Regenerate Key");
  await press("Enter");
  await tabTo(person, "radio", "In 24 hours");
  await press("ArrowDown");
  await expect(person.page.getByRole("radio", { name: "Immediately" })).toBeChecked();
  await tabTo(person, "button", "Continue");
  await press("Enter");
  await expect(person.page.getByLabel("One-time password")).toBeFocused();
  await type(await latestCode(member.mobile ?? ""));
  await press("Enter");
  const fresh = await person.readsNewKey();
  await tabTo(person, "button", "Copy Key Secret");
  await press("Enter");
  await tabTo(person, "button", "I have saved my key");
  await press("Enter");
  await expect(person.dialog).toHaveCount(0);
  // The focus comes back to the page, not to its beginning.
  await expect
    .poll(() => person.page.evaluate(() => document.activeElement?.tagName))
    .not.toBe("BODY");
  await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["denied", "allowed"]);
});
