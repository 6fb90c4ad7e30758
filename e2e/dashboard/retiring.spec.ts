import type { Person } from "@/e2e/browser/person";
import { expect, test, withinBound } from "@/e2e/fixtures";
import { ageKeyToEnd } from "@/lib/testing/keys";
import { actorOf, aSession } from "@/lib/testing/people";

/** As if the person had waited until so many seconds before the old key's end. */
async function waitUntil(person: Person, keyId: string, secondsLeft: number): Promise<void> {
  const actor = await actorOf(person.member, await aSession(person.member));
  await ageKeyToEnd(actor, keyId, secondsLeft);
}

test("the old key is deactivated now, after a confirmation and an OTP", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  await owner.entersCode();
  await owner.savesNewKey();
  await owner.row(old.keyId).getByRole("button", { name: "Deactivate now" }).click();
  await owner.button("Cancel").click();
  expect(await verdicts(old)).toEqual(["allowed"]);
  await owner.row(old.keyId).getByRole("button", { name: "Deactivate now" }).click();
  await owner.button("Deactivate key").click();
  await owner.entersCode();
  await expect(owner.dialog).toHaveCount(0);
  await expect.poll(() => verdicts(old), withinBound).toEqual(["denied"]);
  await expect(owner.button("Deactivate now")).toHaveCount(0);
  await owner.page.locator("summary").click();
  await expect(owner.row(old.keyId)).toContainText("Deactivated");
});

test("the old key is kept 24 hours more, from its present deadline, as often as seven days allow", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  await owner.savesNewKey();
  for (const hours of [47, 71, 95, 119, 143, 167]) {
    await owner.row(old.keyId).getByRole("button", { name: "Keep 24 hours more" }).click();
    await expect(owner.row(old.keyId)).toContainText(
      new RegExp(`Deactivates in ${hours} h 5\\d min`),
    );
  }
  await expect(owner.button("Keep 24 hours more")).toHaveCount(0);
  expect(await verdicts(old)).toEqual(["allowed"]);
});

test("Keep 24 hours more asks for an OTP like the others", async ({ person }) => {
  const owner = await person({ mobile: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  await owner.entersCode();
  await owner.savesNewKey();
  await owner.row(old.keyId).getByRole("button", { name: "Keep 24 hours more" }).click();
  await owner.entersCode();
  await expect(owner.row(old.keyId)).toContainText(/Deactivates in 47 h 5\d min/);
});

test("at the 24th hour the old key is dead with no job running, and the list knows", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  const old = await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  const fresh = await owner.savesNewKey();
  await waitUntil(owner, old.keyId, 115);
  await owner.opensApiKeys();
  await expect(owner.row(old.keyId)).toContainText("Deactivates in 1 min");
  await waitUntil(owner, old.keyId, 8);
  expect(await verdicts(old)).toEqual(["allowed"]);
  await owner.opensApiKeys();
  await expect(owner.row(old.keyId)).toContainText("Deactivates in less than a minute");
  await expect(owner.row(old.keyId)).toContainText("Deactivated", { timeout: 30_000 });
  await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["denied", "allowed"]);
  await owner.opensApiKeys();
  await owner.page.locator("summary").click();
  await expect(owner.row(old.keyId)).toContainText("Deactivated");
});
