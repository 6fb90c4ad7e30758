import { readFile } from "node:fs/promises";
import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";

test("an owner generates a Test key, saves it, and it works", async ({ person, verdicts }) => {
  const owner = await person();
  await owner.opens("/");
  await owner.page.getByRole("link", { name: "Account & Settings" }).first().click();
  await expect(owner.page.getByRole("heading", { name: "Website and app settings" })).toBeVisible();
  await owner.page.getByRole("link", { name: "API Keys" }).click();
  const key = await owner.generates();
  expect(key.keyId).toMatch(/^rzp_test_/);
  const row = owner.row(key.keyId);
  await expect(row).toContainText("Active");
  await expect(row).toContainText("Never");
  await expect(row).toContainText("Asha Rao");
  await expect(row).toContainText("IST");
  await expect(owner.button("Generate Key")).toHaveCount(0);
  await expect(owner.page.getByText("Keep your key safe")).toBeVisible();
  expect(await verdicts(key)).toEqual(["allowed"]);
});

test("the pop-up gives both halves to the clipboard and to three kinds of file, to the byte", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  await owner.button("Generate Key").click();
  const { keyId, secret } = await owner.readsNewKey();
  const clipboard = () => owner.page.evaluate(() => navigator.clipboard.readText());
  await owner.button("Copy Key Id").click();
  await expect.poll(clipboard).toBe(keyId);
  await owner.button("Copy Key Secret").click();
  await expect.poll(clipboard).toBe(secret);
  const download = async (press: () => Promise<void>) => {
    const [file] = await Promise.all([owner.page.waitForEvent("download"), press()]);
    return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
  };
  expect(await download(() => owner.button("Download Key Details").click())).toEqual([
    "rzp-test-key.csv",
    `key_id,key_secret\n${keyId},${secret}\n`,
  ]);
  const more = async (format: string) => {
    await owner.page.getByText("More formats").click();
    await owner.page.getByText(format).click();
  };
  expect(await download(() => more("Download .env"))).toEqual([
    "rzp-test-key.env",
    `KEY_ID=${keyId}\nKEY_SECRET=${secret}\n`,
  ]);
  if (!(await owner.page.getByText("Download JSON").isVisible()))
    await owner.page.getByText("More formats").click();
  const [name, json] = await download(() => owner.page.getByText("Download JSON").click());
  expect(name).toBe("rzp-test-key.json");
  expect(JSON.parse(json ?? "")).toEqual({
    key_id: keyId,
    key_secret: secret,
    mode: "test",
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test("the pop-up cannot be closed by accident, and leaving the page warns until the key is saved", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  await owner.button("Generate Key").click();
  const key = await owner.readsNewKey();
  const popUp = owner.page.getByRole("dialog", { name: "Save your new key" });
  await owner.page.keyboard.press("Escape");
  await owner.page.keyboard.press("Escape");
  await owner.page.mouse.click(5, 5);
  await owner.page.mouse.click(640, 790);
  await expect(popUp).toContainText(key.secret);
  await expect(owner.button("I have saved my key")).toBeDisabled();
  await owner.button("Copy Key Id").click();
  await expect(owner.button("I have saved my key")).toBeDisabled();
  const warning = owner.page.waitForEvent("dialog");
  await owner.page.close({ runBeforeUnload: true });
  const dialog = await warning;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await expect(popUp).toContainText(key.secret);
  await owner.button("Copy Key Secret").click();
  await owner.button("I have saved my key").click();
  await expect(popUp).toHaveCount(0);
});

test("the secret is in exactly one response, and nowhere once the pop-up is closed (K-4)", async ({
  person,
}) => {
  const owner = await person();
  const bodies = await everyAnswer(owner);
  await owner.opensApiKeys();
  const { keyId, secret } = await owner.generates();
  expect(await owner.page.content()).not.toContain(secret);
  await owner.page.reload();
  await expect(owner.row(keyId)).toBeVisible();
  await owner.page.goBack().catch(() => undefined);
  await owner.opensApiKeys();
  const second = await owner.secondTab();
  await second.opensApiKeys();
  const holding = (await Promise.all(bodies)).filter((body) => body.includes(secret));
  expect(holding).toHaveLength(1);
  const stored = await owner.page.evaluate(async () => {
    const caches = await window.caches.keys();
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      caches,
      document.cookie,
      history.state,
      location.href,
    ]);
  });
  expect(stored).not.toContain(secret);
});

test("a second tab that is late hears that the mode has a key, and sees it", async ({ person }) => {
  const owner = await person();
  const late = await owner.secondTab();
  await owner.opensApiKeys();
  await late.opensApiKeys();
  const key = await owner.generates();
  await late.button("Generate Key").click();
  await expect(late.page.getByRole("alert").filter({ hasText: "already has a key" })).toBeVisible();
  await late.opensApiKeys();
  await expect(late.row(key.keyId)).toBeVisible();
});

/**
 * All that the person's browser is answered from now on, in every tab: documents as they came, and what scripts
 * fetched as the page itself read it (the browser forgets such bodies at any time).
 */
async function everyAnswer({ context }: Person): Promise<(string | Promise<string>)[]> {
  const bodies: (string | Promise<string>)[] = [];
  await context.exposeFunction("keepAnswer", (body: string) => bodies.push(body));
  await context.addInitScript(() => {
    const { fetch, keepAnswer } = window as typeof window & { keepAnswer(body: string): void };
    window.fetch = async (...args) => {
      const answer = await fetch(...args);
      keepAnswer(await answer.clone().text());
      return answer;
    };
  });
  context.on("response", (response) => {
    if (response.request().resourceType() !== "fetch") bodies.push(response.text().catch(() => ""));
  });
  return bodies;
}
