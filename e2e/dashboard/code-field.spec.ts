/** The one field for a code, and what the browser keeps of codes and passwords: nothing (O-19, W-17). */
import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";
import { anApp } from "@/lib/testing/authenticator";
import { latestCode, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { testPassword } from "@/lib/testing/people";

/** All that the browser has of this origin beyond the page: storage, caches, readable cookies, history, databases. */
function storageOf({ page }: Person): Promise<string> {
  return page.evaluate(async () => {
    const cached = await Promise.all(
      (await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url),
      ),
    );
    const databases = await indexedDB.databases();
    const stores = [{ ...localStorage }, { ...sessionStorage }, cached, databases];
    const workers = await navigator.serviceWorker.getRegistrations();
    return JSON.stringify([
      stores,
      workers.length,
      document.cookie,
      history.state,
      location.href,
      name,
    ]);
  });
}

test("the SMS ends with the line that binds its code to our host, and the field takes it typed, filled or pasted (O-19)", async ({
  person,
}) => {
  const owner = await person({
    mobile: true,
    hasPassword: true,
    isTwoStepOn: true,
    isLoggedIn: false,
  });
  await owner.logsIn(testPassword);
  const field = owner.page.getByLabel("One-time password");
  await expect(field).toBeVisible();
  for (const [name, value] of Object.entries({
    autocomplete: "one-time-code",
    inputmode: "numeric",
    name: "code",
  }))
    await expect(field, name).toHaveAttribute(name, value);
  // One field and no other that a phone could fill instead; a name of its own for screen readers.
  await expect(owner.page.locator("input:not([type=hidden])")).toHaveCount(1);
  const [sms] = await messagesTo(owner.member.mobile ?? "");
  const code = await latestCode(owner.member.mobile ?? "");
  expect(sms?.body.split("\n").at(-1)).toBe(`@razorpay.localhost #${code}`);
  expect(sms?.body.match(/\d{6}/g)).toEqual([code, code]);
  const pasted = [
    `${code.slice(0, 3)} ${code.slice(3)}`,
    ` ${code}\n`,
    `${code.slice(0, 3)}-${code.slice(3)}`,
    code,
  ];
  for (const text of pasted) {
    await field.fill("");
    await owner.page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
    await field.focus();
    await owner.page.keyboard.press("ControlOrMeta+v");
    await expect(field, JSON.stringify(text)).toHaveValue(code);
  }
  await owner.button("Verify").click();
  await expect(owner.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
});

test("who gets codes by SMS is told what a SIM swap is and offered an app; who has one is not (O-17)", async ({
  person,
}) => {
  const owner = await person({ mobile: true });
  const warning = owner.page.getByText(/SIM\s+swap/);
  await owner.opens("/account-settings/security");
  await expect(warning).toContainText("Codes by SMS can be stolen");
  await expect(owner.button("Set up authenticator app")).toBeEnabled();
  await anApp(owner.member);
  await owner.opens("/account-settings/security");
  await expect(owner.button("Set up another app")).toBeEnabled();
  await expect(warning).toHaveCount(0);
});

test("after logging in, failing, changing the password and replacing a key the browser has kept nothing of it (W-17, G-3)", async ({
  person,
}) => {
  const owner = await person({
    mobile: true,
    hasPassword: true,
    isTwoStepOn: true,
    isLoggedIn: false,
  });
  const wrong = "a wrong but long password";
  const fresh = "nine-violet-otters-drumming";
  await owner.logsIn(wrong);
  await expect(owner.page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  const kept = [await storageOf(owner)];
  await owner.logsIn(testPassword);
  await owner.page.getByLabel("One-time password").fill("000000");
  await owner.button("Verify").click();
  const loginCode = await latestCode(owner.member.mobile ?? "");
  kept.push(await storageOf(owner));
  await owner.entersCode();
  await expect(owner.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await owner.opensApiKeys();
  const key = await owner.generates();
  kept.push(await storageOf(owner));
  await owner.opens("/account-settings/account-details");
  await owner.page.getByLabel("Current password").fill(testPassword);
  await owner.page.getByLabel("New password", { exact: true }).fill(fresh);
  kept.push(await storageOf(owner));
  await owner.button("Change password").click();
  await expect(owner.page.getByText("Your password is changed.")).toBeVisible();
  await owner.logsOut();
  kept.push(await storageOf(owner));
  for (const secret of [wrong, testPassword, fresh, loginCode, key.secret]) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    for (const [index, text] of kept.entries())
      expect(
        forms.filter((form) => text.includes(form)),
        `${index}`,
      ).toEqual([]);
  }
});
