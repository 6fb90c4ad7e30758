import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";

test("nine wrong codes lock the codes: the page says until when and who can help, at the login and in a dialog", async ({
  personOf,
}) => {
  const member = await aMember({
    role: "admin",
    mobile: true,
    hasPassword: true,
    isTwoStepOn: true,
    merchantName: "Acme",
  });
  const person = await personOf(member, { isLoggedIn: false });
  await person.logsIn(testPassword);
  await expect(person.page.getByLabel("One-time password")).toBeVisible();
  await db().execute(sql`update users set wrong_codes = 8 where id = ${member.userId}`);
  const wrong = (await latestCode(member.mobile ?? "")) === "000000" ? "000001" : "000000";
  await person.page.getByLabel("One-time password").fill(wrong);
  await person.button("Verify").click();
  const heading = person.page.getByRole("heading", { name: "Codes are locked" });
  const words = /locked until \d\d:\d\d [ap]m IST\. Ask the owner of Acme to unlock you, or wait\./;
  await expect(heading).toBeVisible();
  await expect(person.page.getByText(words)).toBeVisible();
  await person.page.reload();
  await expect(heading).toBeVisible();
  // Who is in stays in; what wants a code waits, and says so.
  const inside = await personOf(member);
  await inside.opensApiKeys();
  await inside.generates();
  await inside.asksToRegenerate("Immediately");
  await expect(inside.page.getByRole("dialog", { name: "Codes are locked" })).toContainText(words);
  await inside.button("Close").click();
  await expect(inside.dialog).toHaveCount(0);
});

test("two minutes before an idle session ends one key press keeps it, by keyboard alone (S-15)", async ({
  person,
}) => {
  const owner = await person();
  const { userId } = owner.member;
  const secondsIdle = async () => {
    const { rows } = await db().execute<{ idle: number }>(
      sql`select extract(epoch from now() - seen_at)::float8 as idle from sessions where user_id = ${userId}`,
    );
    return rows[0]?.idle ?? 0;
  };
  const idleFor = (seconds: number) =>
    db().execute(
      sql`update sessions set seen_at = now() - make_interval(secs => ${seconds}) where user_id = ${userId}`,
    );
  await owner.opens("/account-settings/security");
  await owner.page.getByRole("switch", { name: "2-step verification" }).press("Enter");
  const warning = owner.page.getByRole("alertdialog", { name: "You will be logged out soon" });
  const typed = owner.page.getByLabel("Password", { exact: true });
  await typed.fill("half typed");
  await idleFor(12 * 60);
  await owner.comesBack();
  await expect(warning).toHaveCount(0);
  await idleFor(13 * 60 + 30);
  await owner.comesBack();
  await expect(warning).toContainText(/in 1:[0-2]\d\./);
  await expect(owner.button("Stay logged in")).toBeFocused();
  // Asking is no activity.
  expect(await secondsIdle()).toBeGreaterThan(13 * 60);
  await owner.page.keyboard.press("Enter");
  await expect(warning).toHaveCount(0);
  // The dialog under it has stayed, and what was typed in it; so it does when Esc is the key.
  await expect(typed).toHaveValue("half typed");
  expect(await secondsIdle()).toBeLessThan(30);
  await idleFor(13 * 60 + 30);
  await owner.comesBack();
  await expect(owner.button("Stay logged in")).toBeFocused();
  await owner.page.keyboard.press("Escape");
  await expect(warning).toHaveCount(0);
  await expect(typed).toHaveValue("half typed");
  // The end of the day's session is said, and not moved.
  await db().execute(
    sql`update sessions set created_at = now() - interval '11 hours 59 minutes' where user_id = ${userId}`,
  );
  await owner.page.reload();
  await expect(warning).toContainText("12 hours at most");
  await expect(owner.button("Stay logged in")).toHaveCount(0);
  await idleFor(16 * 60);
  await owner.comesBack();
  await expect(owner.page).toHaveURL(`${owner.origin}/login`);
});
