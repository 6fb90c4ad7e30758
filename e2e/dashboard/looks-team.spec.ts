import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { disableUser } from "@/lib/operator/disable-user";
import { operatorOf } from "@/lib/operator/operator";
import { mailedLink } from "@/lib/testing/inbox/read-inbox";
import { aMember } from "@/lib/testing/people";
import { aColleague, alsoAt, lockOut } from "@/lib/testing/team";

test.describe.configure({ timeout: 240_000 });

test("Manage team is accessible and fits: members, one of them locked, one disabled, an invitation, and the dialog that sends it", async ({
  person,
}) => {
  const owner = await person({ mobile: true, isTwoStepOn: true });
  const email =
    `a-person-with-quite-a-long-address-${owner.member.userId}@tests.test`.toLowerCase();
  const other = await aMember({ merchantName: "Bazaar of a Thousand and One Things" });
  await alsoAt(owner.member, other.merchantId);
  const locked = await aColleague(owner.member, { mobile: true, isTwoStepOn: true, role: "admin" });
  await lockOut(locked);
  const disabled = await aColleague(owner.member);
  await disableUser(operatorOf("otto", "staff"), disabled.email);
  await owner.opens("/account-settings/team");
  await owner.button("Invite member").click();
  await owner.page.getByLabel("Email").fill(email);
  await owner.page.getByLabel("Role").selectOption("Operations");
  await expectAccessibleAndFitting(owner.page, "team-invite");
  await owner.button("Send invitation").click();
  await expect(owner.row(email)).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "team");
});

test("an invitation is accessible and fits", async ({ person, page }) => {
  const owner = await person({ merchantName: "Acme" });
  const email = `neha-${owner.member.userId}@tests.test`.toLowerCase();
  await owner.opens("/account-settings/team");
  await owner.button("Invite member").click();
  await owner.page.getByLabel("Email").fill(email);
  await owner.button("Send invitation").click();
  await expect(owner.row(email)).toBeVisible();
  await page.goto(`${owner.origin}${await mailedLink(email, "/invitation")}`);
  await page.getByRole("button", { name: "Join Acme" }).click();
  await expect(page.getByText("Choose a password.")).toBeVisible();
  await expectAccessibleAndFitting(page, "invitation");
});
