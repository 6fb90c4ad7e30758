/** What the authorizer saw, on the page: through the real process, its counters and its flush. */

import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";
import { askShared } from "@/e2e/wire/ask";
import type { Credentials } from "@/lib/api-keys/secret";
import { testPassword } from "@/lib/testing/people";
import { aUse } from "@/lib/testing/usage";

/** Reloads until the page says it: usage is written a moment after the request. */
async function sees(person: Person, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await person.opensApiKeys();
    await expect(person.page.getByText(text).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
}

const whoamiUrl = `${process.env.KEYDESK_E2E_AUTHORIZER}/v1/whoami`;

const lastUsed = (person: Person, key: Credentials) =>
  person.row(key.keyId).getByRole("cell").last();

test("a key is tried with the command from the pop-up, and its row says when and from where", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  await owner.button("Generate Key").click();
  const key = await owner.readsNewKey();
  const command = `curl -u ${key.keyId} ${whoamiUrl}`;
  await expect(owner.dialog.getByText(command, { exact: true })).toBeVisible();
  await owner.page.bringToFront();
  await owner.dialog.getByRole("button", { name: "Copy command" }).click();
  await expect(owner.button("I have saved my key")).toBeDisabled();
  expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toBe(command);
  await owner.button("Copy Key Secret").click();
  await owner.button("I have saved my key").click();
  await expect(lastUsed(owner, key)).toHaveText("Never");

  const whoami = JSON.parse((await askShared("/v1/whoami", key)).body);
  expect(whoami).toMatchObject({ key_id: key.keyId, mode: "test", org: "razorpay" });
  await sees(owner, "just now");
  await expect(lastUsed(owner, key)).toContainText("127.0.0.1");
  await expect(lastUsed(owner, key).locator("time")).toHaveAttribute(
    "title",
    /India Standard Time/,
  );
  expect(await owner.page.content()).not.toContain(key.secret);
});

test("a program is chosen and copied by keyboard, and its language is there again after a logout", async ({
  person,
}) => {
  const owner = await person({ hasPassword: true });
  await owner.opensApiKeys();
  const { keyId, secret } = await owner.generates();
  const region = owner.page.getByRole("region", { name: "Use your key" });
  const tab = (name: string) => region.getByRole("tab", { name, exact: true });
  const panel = region.getByRole("tabpanel");
  await expect(panel).toHaveText(`curl -u "$KEY_ID:$KEY_SECRET" ${whoamiUrl}`);
  await expect(region).toContainText("set -a; . ./rzp-test-key.env");
  await tab("curl").focus();
  for (const [key, name] of [
    ["ArrowLeft", "Java"],
    ["Home", "curl"],
    ["End", "Java"],
    ["ArrowRight", "curl"],
    ["ArrowRight", "Node.js"],
    ["ArrowRight", "Python"],
  ] as const) {
    await owner.page.keyboard.press(key);
    await expect(tab(name)).toBeFocused();
    await expect(region.getByRole("tab", { selected: true })).toHaveText(name);
    await expect(panel).toHaveAccessibleName(name);
  }
  await expect(panel).toContainText("import base64, os, urllib.request");
  await expect(panel).toContainText(whoamiUrl);
  await owner.page.bringToFront();
  await owner.page.keyboard.press("Tab");
  await expect(owner.button("Copy Python program")).toBeFocused();
  await owner.page.keyboard.press("Enter");
  const copied = () => owner.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe(await panel.textContent());
  for (const one of [keyId, secret]) expect(await copied()).not.toContain(one);

  // A logout clears the browser's storage.
  await owner.logsOut();
  await owner.logsIn(testPassword);
  await expect(owner.page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  const served = owner.page.waitForResponse(/\/account-settings\/api-keys$/);
  await owner.opensApiKeys();
  // As it came from the server, so nothing changes before the reader's eyes.
  expect(await (await served).text()).toMatch(/use_key\.py/);
  await expect(region.getByRole("tab", { selected: true })).toHaveText("Python");
});

test("the command of the pop-up keeps the secret out of the shell's history, for a new key and its replacement", async ({
  person,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const reads = async () => {
    const { keyId } = await owner.readsNewKey();
    const command = owner.dialog.getByRole("region", { name: "Command that tries this key" });
    await expect(command).toHaveText(`curl -u ${keyId} ${whoamiUrl}`);
    await expect(owner.dialog).toContainText(
      "curl asks for a password: paste the Key Secret there",
    );
    await owner.savesNewKey();
  };
  await owner.button("Generate Key").click();
  await reads();
  await owner.asksToRegenerate("Immediately");
  await reads();
});

test("replacing a key in use warns; while both live, the page compares them and says when the old one may go", async ({
  person,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await askShared("/authorize", old);
  await sees(owner, "just now");

  await owner.button("Regenerate Key").click();
  await expect(owner.dialog.getByText(/Last used just now/)).toBeVisible();
  await expect(owner.dialog.getByRole("alert")).toHaveCount(0);
  await owner.page.getByRole("radio", { name: "Immediately" }).check();
  await expect(owner.dialog.getByRole("alert")).toContainText("fail at once");
  await owner.page.getByRole("radio", { name: "In 24 hours" }).check();
  await expect(owner.dialog.getByRole("alert")).toHaveCount(0);
  await owner.button("Continue").click();
  const fresh = await owner.savesNewKey();

  const traffic = owner.page.getByRole("region", { name: "Traffic of the last 24 hours" });
  await expect(traffic).toContainText("No requests yet");
  await expect(traffic.getByRole("img", { name: /^New key/ })).toHaveCount(0);
  await expect(traffic).toContainText("The new key has not been used yet.");
  for (let count = 0; count < 3; count++) await askShared("/authorize", fresh);
  await sees(owner, "3 requests");
  await expect(traffic.getByRole("img", { name: /^New key …\w{4}: 3 requests/ })).toBeVisible();
  await expect(traffic.getByRole("img", { name: /^Old key …\w{4}: 1 request / })).toBeVisible();
  await expect(traffic).toContainText("Still in use");
  await expect(owner.page.getByText(/safe to deactivate/i)).toHaveCount(0);

  await owner.row(old.keyId).getByRole("button", { name: "Deactivate now" }).click();
  await expect(owner.dialog).toContainText("fail at once");
  await owner.button("Cancel").click();
});

test("once the old key is silent and the new one in use, it is safe to deactivate", async ({
  person,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await aUse(old.keyId, { minutesAgo: 90, requests: 12 });
  await owner.asksToRegenerate("In 24 hours");
  const fresh = await owner.savesNewKey();
  await aUse(fresh.keyId, { minutesAgo: 121 });
  await askShared("/authorize", fresh);
  await sees(owner, /Safe to deactivate: the old key has been silent for 1 hour/);
});
