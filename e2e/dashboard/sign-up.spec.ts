import { randomUUID } from "node:crypto";
import type { Page } from "playwright/test";
import { expect, originOf, test } from "@/e2e/fixtures";
import { latestMail, linkIn, mailedLink } from "@/lib/testing/inbox/read-inbox";
import { messagesFor } from "@/lib/testing/outbox";
import { aMember } from "@/lib/testing/people";

const password = "lantern voyage pumpkin";
const brands = [
  // Its second host: links lead where somebody is, and not to the first.
  ["localhost", "Razorpay"],
  ["curlec.localhost", "Curlec"],
  ["axis.localhost", "Axis"],
] as const;

const anEmail = () => `new-${randomUUID()}@tests.test`;
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function signsUp(page: Page, host: string, email: string, chosen = password) {
  await page.goto(`${originOf(host)}/signup`);
  await page.getByLabel("Business name").fill("Gravel & Sons");
  await page.getByLabel("Your name").fill("Neha Iyer");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(chosen);
  await press(page, "Create account");
}

async function logsIn(page: Page, email: string) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Log in");
}

for (const [host, name] of brands) {
  test(`a business signs up with ${name}, follows the link, logs in and is in Test Mode`, async ({
    page,
  }) => {
    const email = anEmail();
    await page.goto(`${originOf(host)}/login`);
    await page.getByRole("link", { name: "Create account" }).click();
    await expect(page.getByRole("heading", { name: `Create your ${name} account` })).toBeVisible();
    await signsUp(page, host, email);
    await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
    await expect(page.getByText(email)).toBeVisible();
    const link = linkIn(await latestMail(email, /confirm/i), "/signup/confirm");
    expect(new URL(link).origin).toBe(originOf(host));
    await page.goto(link);
    await expect(page).toHaveURL(`${originOf(host)}/login?confirmed=1`);
    await expect(page.getByText("Your email is confirmed. Log in.")).toBeVisible();
    await expect(page.getByLabel("Email")).toHaveValue(email);
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    await logsIn(page, email);
    await expect(page.getByRole("radio", { name: "Test Mode" })).toBeChecked();
    await expect(page.getByText("Gravel & Sons").first()).toBeVisible();
  });
}

test("a refused password says why, what was typed stays, and the meter speaks in words", async ({
  page,
}) => {
  const email = anEmail();
  const [host] = brands[0];
  await signsUp(page, host, email, "gravelandsons");
  await expect(page.getByRole("alert").filter({ hasText: "mostly a name" })).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Business name")).toHaveValue("Gravel & Sons");
  await page.getByLabel("Password", { exact: true }).fill("password1234");
  await press(page, "Create account");
  await expect(page.getByRole("alert").filter({ hasText: "common and stolen" })).toBeVisible();
  for (const [typed, words] of [
    ["short", "Password strength: Too short"],
    ["aaaaaaaaaaaaaaaaaa", "Password strength: Weak: it repeats itself"],
    [password, "Password strength: Strong"],
  ] as const) {
    await page.getByLabel("Password", { exact: true }).fill(typed);
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  }
  await press(page, "Create account");
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
});

test("an email that has an account gets the same screen, and a letter that says so", async ({
  page,
}) => {
  const member = await aMember();
  const texts: string[] = [];
  for (const email of [member.email, anEmail()]) {
    await signsUp(page, "razorpay.localhost", email);
    await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
    texts.push((await page.getByRole("main").innerText()).replace(email, "…"));
  }
  expect(texts[0]).toBe(texts[1]);
  expect((await messagesFor(member.email))[0]?.kind).toBe("signup-exists");
});

test("another browser must know the password; a used link says what to do", async ({
  page,
  browser,
}) => {
  const email = anEmail();
  const origin = originOf("razorpay.localhost");
  await signsUp(page, "razorpay.localhost", email);
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  const link = origin + (await mailedLink(email, "/signup/confirm"));
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await elsewhere.goto(link);
  await elsewhere.getByLabel("Password", { exact: true }).fill("what might it be");
  await press(elsewhere, "Confirm email");
  await expect(elsewhere.getByRole("alert").filter({ hasText: "not the password" })).toBeVisible();
  await elsewhere.getByLabel("Password", { exact: true }).fill(password);
  await press(elsewhere, "Confirm email");
  await expect(elsewhere).toHaveURL(`${origin}/login?confirmed=1`);
  await expect(elsewhere.getByLabel("Email")).toHaveValue("");
  await context.close();
  await page.goto(link);
  await expect(
    page.getByRole("heading", { name: "This link does not work any more" }),
  ).toBeVisible();
});

test("the login page's notices are chosen by known values; nothing else of the address is shown", async ({
  page,
}) => {
  await page.goto(`${originOf("razorpay.localhost")}/login?confirmed=Pay+now&reset=evil`);
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  await expect(page.getByText(/confirmed|Pay now|evil|new password is set/)).toHaveCount(0);
});
