import type { Person } from "@/e2e/browser/person";
import { expect, originOf, test } from "@/e2e/fixtures";
import { disableUser } from "@/lib/operator/disable-user";
import { operatorOf } from "@/lib/operator/operator";
import type { OrgId } from "@/lib/orgs/org";
import { mailedLink } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";
import { aColleague, alsoAt, lockOut, newPassword } from "@/lib/testing/team";

const denial = "Permission denied. Please contact the owner.";
const team = "/account-settings/team";

/** Opens the menu of a member's row and chooses an item. */
async function choosesInRow(owner: Person, email: string, item: string) {
  await owner
    .row(email)
    .getByRole("button", { name: /^Actions for / })
    .click();
  await owner.page.getByRole("menuitem", { name: item, exact: true }).click();
}

/** An item of a row's menu, then the button of the dialog that asks about it. */
async function changes(owner: Person, email: string, action: string, confirm: string) {
  await choosesInRow(owner, email, action);
  await owner.dialog.getByRole("button", { name: confirm }).click();
  await expect(owner.dialog).toHaveCount(0);
}

for (const org of ["razorpay", "curlec", "axis"] as OrgId[]) {
  test(`${org}: somebody new is invited, joins in another browser, and sees what the role allows`, async ({
    person,
    browser,
  }) => {
    const owner = await person({ org, merchantName: "Acme", mobile: true });
    const email = `neha-${owner.member.userId}@tests.test`.toLowerCase();
    await owner.opens("/account-settings");
    await owner.page.getByRole("link", { name: "Manage team" }).click();
    await owner.button("Invite member").click();
    await owner.page.getByLabel("Email").fill("no address");
    await owner.button("Send invitation").click();
    await expect(owner.dialog.getByRole("alert")).toContainText("Enter the whole email address");
    await owner.page.getByLabel("Email").fill(email);
    await owner.page.getByLabel("Role").selectOption("Admin");
    await owner.button("Send invitation").click();
    await owner.entersCode();
    await expect(owner.dialog).toHaveCount(0);
    await expect(owner.row(email)).toContainText("Admin");

    const page = await browser.newPage();
    const link = `${originOf(owner.member.org.hosts[0] ?? "")}${await mailedLink(email, "/invitation")}`;
    await page.goto(link);
    await page.getByLabel("Your name").fill("Neha Iyer");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Join Acme" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "at least 12" })).toBeVisible();
    await page.getByLabel("Password", { exact: true }).fill(newPassword);
    await page.getByRole("button", { name: "Join Acme" }).click();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(newPassword);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL((url) => url.pathname !== "/login");
    await page.goto(`${owner.origin}${team}`);
    await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Neha Iyer (you)");
    await expect(page.getByRole("button", { name: "Invite member" })).toHaveCount(0);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This invitation is not open" })).toBeVisible();
    await page.close();
  });
}

test("somebody with a login joins with their password; who else opens the link sees whom it is for", async ({
  person,
  personOf,
}) => {
  const owner = await person({ merchantName: "Acme" });
  const known = await aMember({ hasPassword: true, role: "viewer" });
  await owner.opens(team);
  await owner.button("Invite member").click();
  await owner.page.getByLabel("Email").fill(known.email);
  await owner.button("Send invitation").click();
  await expect(owner.row(known.email)).toBeVisible();
  const link = await mailedLink(known.email, "/invitation");
  await owner.opens(link);
  await expect(owner.page.getByText(`It is for ${known.email}`)).toBeVisible();
  const guest = await personOf(known);
  await guest.opens(link);
  await guest.page.getByLabel("Password", { exact: true }).fill("not the password at all");
  await guest.button("Join Acme").click();
  await expect(guest.page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  await guest.page.getByLabel("Password", { exact: true }).fill(testPassword);
  await guest.button("Join Acme").click();
  await expect(guest.page.getByRole("combobox", { name: "Merchant" })).toContainText("Acme");
});

test("a role, and a membership, change with the person's next click; the last owner stays owner (S-5, C-8)", async ({
  person,
  personOf,
}) => {
  const owner = await person({ mobile: true });
  const member = await aColleague(owner.member, { role: "admin" });
  const colleague = await personOf(member);
  await colleague.opens("/account-settings");
  await owner.opens(team);
  await choosesInRow(owner, member.email, "Change role");
  await owner.page.getByLabel("Role").selectOption("Viewer");
  await owner.button("Save role").click();
  await expect(owner.row(member.email)).toContainText("Viewer");
  await colleague.page.getByRole("link", { name: "API Keys" }).click();
  await expect(colleague.page.getByText(denial)).toBeVisible();
  await colleague.opens(team);
  await expect(colleague.page.getByText(denial)).toBeVisible();
  await expect(colleague.page.getByText(owner.member.email)).toHaveCount(0);
  await changes(owner, member.email, "Remove", "Remove member");
  await expect(owner.row(member.email)).toHaveCount(0);
  await colleague.page.getByRole("link", { name: "Account & Settings" }).first().click();
  await expect(colleague.page).toHaveURL(`${colleague.origin}/login`);
  await choosesInRow(owner, owner.member.email, "Change role");
  await owner.page.getByLabel("Role").selectOption("Admin");
  await owner.button("Save role").click();
  await owner.entersCode();
  await expect(owner.dialog.getByRole("alert")).toContainText("at least one owner");
});

test("a locked member is unlocked, a lost phone is reset with a code, and the team's rule is switched on", async ({
  person,
}) => {
  const owner = await person({ mobile: true, isTwoStepOn: true });
  const member = await aColleague(owner.member, { mobile: true, isTwoStepOn: true });
  await lockOut(member);
  await owner.opens(team);
  const row = owner.row(member.email);
  await expect(row).toContainText("Locked");
  await changes(owner, member.email, "Unlock", "Unlock member");
  await expect(row).not.toContainText("Locked");
  await choosesInRow(owner, member.email, "Reset 2-step verification");
  await owner.dialog.getByRole("button", { name: "Reset" }).click();
  await owner.entersCode();
  await expect(row.getByRole("cell").nth(2)).toHaveText("Off");
  const rule = owner.page.getByRole("switch", { name: /Require 2-step verification/ });
  await rule.click();
  await owner.button("Require it").click();
  await owner.entersCode();
  await expect(rule).toBeChecked();
});

test("whom the brand's staff disable is logged out at once, and the team sees it", async ({
  person,
}) => {
  const owner = await person({ mobile: true });
  const member = await person({ merchantId: owner.member.merchantId, role: "viewer" });
  await member.opens("/account-settings");
  await disableUser(operatorOf("otto", "staff"), member.member.email);
  await member.page.reload();
  await expect(member.page).toHaveURL(`${member.origin}/login`);
  await owner.opens(team);
  await expect(owner.row(member.member.email)).toContainText("Disabled");
});

test("a tab that still shows the merchant that another tab left changes nothing at either", async ({
  personOf,
}) => {
  const first = await aMember({ mobile: true, merchantName: "Acme" });
  const { merchantId } = await aMember({ merchantName: "Bazaar" });
  await alsoAt(first, merchantId);
  const stale = await personOf(first);
  await stale.opensApiKeys();
  const other = await stale.secondTab();
  await other.opensApiKeys();
  await other.page.getByRole("combobox", { name: "Merchant" }).selectOption("Bazaar");
  await other.button("Switch").click();
  await expect(other.page.locator("[data-merchant]")).toHaveAttribute("data-merchant", merchantId);
  await stale.button("Generate Key").click();
  const refusal = "You switched to another merchant in another tab. Reload the page.";
  await expect(stale.page.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
  const key = await other.generates();
  await stale.opensApiKeys();
  await expect(stale.row(key.keyId)).toBeVisible();
  await stale.page.getByRole("combobox", { name: "Merchant" }).selectOption("Acme");
  await stale.button("Switch").click();
  await expect(stale.row(key.keyId)).toHaveCount(0);
  await expect(stale.button("Generate Key")).toBeVisible();
  await other.button("Regenerate Key").click();
  await other.button("Continue").click();
  await expect(other.dialog.getByRole("alert")).toContainText(refusal);
  await other.button("Cancel").click();
  await other.button("Log out").click();
  await expect(other.page).toHaveURL(`${other.origin}/login`);
});
