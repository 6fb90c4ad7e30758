/** A key's own page: what failed and why, what can be done, and the keys before and after it. */
import { expect, test } from "@/e2e/fixtures";
import { askShared } from "@/e2e/wire/ask";
import { aFailure } from "@/lib/testing/usage";

test("failed attempts are one line in the list, and plain words on the key's page", async ({
  person,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const key = await owner.generates();
  await expect(owner.page.getByText("failed attempt")).toHaveCount(0);
  const tries = [
    askShared("/authorize", { ...key, secret: `${key.secret} ` }),
    askShared("/authorize?mode=live", key),
    askShared("/authorize", { ...key, secret: key.secret.slice(0, -2) }),
  ];
  expect((await Promise.all(tries)).map(({ status }) => status)).toEqual([401, 401, 401]);
  const line = "3 failed attempts with this key in the last 24 hours";
  await expect(async () => {
    await owner.opensApiKeys();
    await expect(owner.page.getByText(line)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await owner.page.getByRole("link", { name: /3 failed attempts/ }).click();
  await expect(owner.page.getByRole("heading", { name: key.keyId, level: 1 })).toBeVisible();
  const failures = owner.page.getByRole("region", { name: "Failed attempts" });
  await expect(failures).toContainText("trailing space");
  await expect(failures).toContainText("A Test key was used on a Live gateway.");
  await expect(failures).toContainText("The secret is incomplete or has a typo.");
  await expect(failures.getByRole("button", { name: "Show more" })).toHaveCount(0);
  const causes = ["wrong_secret", "frozen", "expired"] as const;
  for (const cause of causes) await aFailure(key.keyId, { cause });
  await owner.page.reload();
  await expect(failures.getByRole("listitem")).toHaveCount(5);
  await failures.getByRole("button", { name: "Show more" }).click();
  await expect(failures.getByRole("listitem")).toHaveCount(6);
  expect(await owner.page.content()).not.toContain(key.secret);

  await owner.switchesTo("Live Mode");
  await expect(owner.page.getByText("You are in Live Mode now.")).toBeVisible();
  await owner.asksToRegenerate("In 24 hours");
  const fresh = await owner.savesNewKey();
  await expect(owner.page.getByText("Deactivates in 23 h")).toBeVisible();
  await owner.button("Deactivate now").click();
  await owner.button("Deactivate key").click();
  await expect(owner.page.getByText(`${key.keyId} no longer works.`)).toBeVisible();
  await expect(owner.button("Deactivate now")).toHaveCount(0);
  await owner.page.getByRole("link", { name: fresh.keyId }).click();
  await expect(owner.page.getByRole("heading", { name: fresh.keyId, level: 1 })).toBeVisible();
  await expect(owner.page.getByRole("link", { name: key.keyId })).toBeVisible();

  const stranger = await person();
  const answer = await stranger.page.goto(
    `${stranger.origin}/account-settings/api-keys/${key.keyId}`,
  );
  expect(answer?.status()).toBe(404);
  await expect(stranger.page.getByRole("heading", { name: "Key not found" })).toBeVisible();
});
