import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { anApp } from "@/lib/testing/authenticator";
import { aMember, testPassword } from "@/lib/testing/people";

test.describe.configure({ timeout: 120_000 });

const page = "/account-settings/security";

test("the security page is accessible and fits: off, the QR code, on with an app, and new recovery codes", async ({
  person,
}) => {
  const owner = await person({ mobile: true, otp: true, hasPassword: true });
  await owner.opens(page);
  await expectAccessibleAndFitting(owner.page, "security-off");
  await owner.button("Set up authenticator app").click();
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.button("Continue").click();
  await expect(owner.page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "security-qr");
  await owner.button("Cancel").click();
  await anApp(owner.member);
  await db().execute(
    sql`update users set is_two_step_on = true, codes_locked_until = now() + interval '20 minutes'
      where id = ${owner.member.userId}`,
  );
  await owner.opens(page);
  await expectAccessibleAndFitting(owner.page, "security-on");
  await owner.button("Make new codes").click();
  await owner.dialog.getByLabel("Password", { exact: true }).fill(testPassword);
  await owner.dialog.getByRole("button", { name: "Make new codes" }).click();
  await expect(owner.dialog.getByRole("listitem")).toHaveCount(10);
  await expectAccessibleAndFitting(owner.page, "security-codes");
});

test("a locked login, a recovery code's field, and the warning before an idle end are accessible and fit", async ({
  personOf,
}) => {
  const member = await aMember({
    role: "viewer",
    mobile: true,
    hasPassword: true,
    isTwoStepOn: true,
  });
  const person = await personOf(member, { isLoggedIn: false });
  await person.logsIn(testPassword);
  await person.page.getByRole("link", { name: "Use a recovery code" }).click();
  await expect(person.page.getByLabel("Recovery code")).toBeVisible();
  await expectAccessibleAndFitting(person.page, "login-recovery");
  await db().execute(
    sql`update users set codes_locked_until = now() + interval '20 minutes' where id = ${member.userId}`,
  );
  await person.opens("/login");
  await expectAccessibleAndFitting(person.page, "login-locked");
  const inside = await personOf(member);
  await inside.opens(page);
  await db().execute(
    sql`update sessions set seen_at = now() - interval '13 minutes 30 seconds' where user_id = ${member.userId}`,
  );
  await inside.comesBack();
  await expect(inside.button("Stay logged in")).toBeFocused();
  await expectAccessibleAndFitting(inside.page, "idle-warning");
});
