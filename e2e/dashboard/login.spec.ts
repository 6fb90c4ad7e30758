import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, originOf, test } from "@/e2e/fixtures";
import type { OrgId } from "@/lib/orgs/org";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";

const brands: [string, OrgId, string][] = [
  ["razorpay.localhost", "razorpay", "Razorpay"],
  ["localhost", "razorpay", "Razorpay"],
  ["curlec.localhost", "curlec", "Curlec"],
  ["axis.localhost", "axis", "Axis"],
];

for (const [host, org, name] of brands) {
  test(`a merchant of ${name} logs in at ${host} and is at home there`, async ({ page }) => {
    const member = await aMember({ org, hasPassword: true });
    await page.goto(originOf(host));
    await expect(page.getByRole("heading", { name: `Log in to ${name} Dashboard` })).toBeVisible();
    await page.getByLabel("Email").fill(member.email);
    await page.getByLabel("Password", { exact: true }).fill(testPassword);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
    await expect(page).toHaveURL(`${originOf(host)}/`);
    await expect(page).toHaveTitle(`Home · ${name} Dashboard`);
    await expect(page.getByRole("radio", { name: "Test Mode" })).toBeChecked();
    await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  });
}

test("a wrong password and an unknown person look exactly the same", async ({ page }) => {
  const member = await aMember({ hasPassword: true });
  const answers: string[] = [];
  for (const email of [member.email, "nobody@tests.test"]) {
    await page.goto(`${originOf("razorpay.localhost")}/login`);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("this is not the password");
    await page.getByRole("button", { name: "Log in" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "incorrect" });
    await expect(alert).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(email);
    answers.push(await alert.innerText());
  }
  expect(answers[0]).toBe(answers[1]);
  expect(answers[0]).toContain("Email or password is incorrect.");
});

test("a person of another brand is unknown here", async ({ page }) => {
  const member = await aMember({ org: "curlec", hasPassword: true });
  await page.goto(`${originOf("razorpay.localhost")}/login`);
  await page.getByLabel("Email").fill(member.email);
  await page.getByLabel("Password", { exact: true }).fill(testPassword);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "Email or password is incorrect." }),
  ).toBeVisible();
});

test("whoever has logged in here before gets in here, however long a stranger keeps the account locked (L-9)", async ({
  personOf,
}) => {
  const member = await aMember({ hasPassword: true });
  const [here, stranger] = [
    await personOf(member, { isLoggedIn: false }),
    await personOf(member, { isLoggedIn: false }),
  ];
  const home = (person: typeof here) =>
    person.page.getByRole("heading", { name: "Home", level: 1 });
  await here.logsIn(testPassword);
  await expect(home(here)).toBeVisible();
  await here.logsOut();
  await db().execute(sql`update users set failed_passwords = 9 where id = ${member.userId}`);
  for (const password of ["the tenth wrong one", testPassword]) {
    await stranger.logsIn(password);
    await expect(
      stranger.page.getByRole("alert").filter({ hasText: "Email or password is incorrect." }),
    ).toBeVisible();
  }
  await here.logsIn(testPassword);
  await expect(home(here)).toBeVisible();
});

test("with 2-step verification on, an OTP is asked for; a reload keeps the step; the code opens the dashboard", async ({
  personOf,
}) => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const person = await personOf(member, { isLoggedIn: false });
  await person.logsIn(testPassword);
  const heading = person.page.getByRole("heading", {
    name: `Enter the OTP sent to ••••••${member.mobile?.slice(-4)}`,
  });
  await expect(heading).toBeVisible();
  await person.opens("/account-settings/api-keys");
  await expect(person.page).toHaveURL(`${person.origin}/login`);
  await expect(heading).toBeVisible();
  await person.page.getByLabel("One-time password").fill("000000");
  await person.button("Verify").click();
  await expect(person.page.getByRole("alert").filter({ hasText: "not correct" })).toBeVisible();
  await expect(person.button(/^Resend OTP/)).toBeVisible();
  await person.page.getByLabel("One-time password").fill(await latestCode(member.mobile ?? ""));
  await person.button("Verify").click();
  await expect(person.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
});

test("a code that did not come is sent again after the countdown; only the newest works", async ({
  personOf,
}) => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const person = await personOf(member, { isLoggedIn: false });
  await person.logsIn(testPassword);
  await expect(person.page.getByLabel("One-time password")).toBeVisible();
  const first = await latestCode(member.mobile ?? "");
  await expect(person.button("Resend OTP")).toBeEnabled();
  await person.button("Resend OTP").click();
  await expect(person.page.getByText("A new code was sent.")).toBeAttached();
  await expect.poll(() => latestCode(member.mobile ?? "")).not.toBe(first);
  const second = await latestCode(member.mobile ?? "");
  await person.page
    .getByLabel("One-time password")
    .fill(`${second.slice(0, 3)} ${second.slice(3)}`);
  await person.button("Verify").click();
  await expect(person.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
});

test("logging out ends the session on the server: the old cookie opens nothing, the browser forgets, and going back shows nothing (S-13)", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  const { keyId } = await owner.generates();
  const cookies = await owner.context.cookies();
  const left = owner.page.waitForResponse(`${owner.origin}/login`);
  await owner.logsOut();
  // Never its cookies: they may be a neighbour's (D22).
  expect((await (await left).allHeaders())["clear-site-data"]).toBe('"cache", "storage"');
  await owner.page.goBack();
  await expect(owner.page.getByLabel("Email")).toBeVisible();
  await expect(owner.page.getByText(keyId)).toHaveCount(0);
  await owner.context.addCookies(cookies);
  await owner.opens("/account-settings/api-keys");
  await expect(owner.page).toHaveURL(`${owner.origin}/login`);
});

test("a session that has ended elsewhere leads to the login at the next press, whatever it was", async ({
  person,
}) => {
  const owner = await person();
  const other = await owner.secondTab();
  await owner.opensApiKeys();
  await other.opensApiKeys();
  await other.logsOut();
  await owner.button("Generate Key").click();
  await expect(owner.page).toHaveURL(`${owner.origin}/login`);
  await expect(owner.page.getByLabel("Email")).toBeVisible();
});
