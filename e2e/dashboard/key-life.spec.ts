import { expect, test } from "@/e2e/fixtures";
import { expireKeyIn } from "@/lib/testing/keys";
import { actorOf, aSession } from "@/lib/testing/people";

const day = 24 * 60 * 60;

test("an owner gives new Live keys 90 days, sees the end coming, and replaces the key when it has expired", async ({
  person,
  verdicts,
}) => {
  const owner = await person({ mobile: true });
  const { page } = owner;
  await owner.opensApiKeys();
  await expect(page.getByText("New Test keys never expire.", { exact: true })).toBeVisible();
  await owner.switchesTo("Live Mode");
  await expect(page.getByText("New Live keys never expire.", { exact: true })).toBeVisible();
  await owner.button("Change key life").click();
  const choices = owner.dialog.getByRole("radiogroup", { name: "How long new keys live" });
  await expect(choices.getByRole("radio")).toHaveCount(4);
  await expect(choices.getByRole("radio", { name: "Never", exact: true })).toBeChecked();
  await choices.getByRole("radio", { name: "90 days" }).check();
  await owner.button("Save").click();
  await owner.entersCode();
  await expect(owner.dialog).toHaveCount(0);
  await expect(owner.button("Change key life")).toBeFocused();
  const line = page.getByRole("main").getByText("New Live keys live 90 days.", { exact: true });
  await expect(line.last()).toBeVisible();
  await expect(page.getByText(/A key made now expires on /)).toBeVisible();

  const key = await owner.generates();
  await expect(owner.row(key.keyId)).toContainText("Active");
  await expect(owner.row(key.keyId)).not.toContainText("Never expires");
  const actor = await actorOf(owner.member, await aSession(owner.member));
  await expireKeyIn(actor, key.keyId, 7 * day);
  await owner.opensApiKeys();
  await expect(owner.row(key.keyId)).toContainText("Expires in 7 days");
  await owner.button("Regenerate Key").click();
  await expect(owner.dialog.getByText(/^The new key expires on /)).toBeVisible();
  await owner.button("Cancel").click();

  await expireKeyIn(actor, key.keyId, -60);
  await owner.opensApiKeys();
  await expect(owner.row(key.keyId)).toContainText("Expired");
  await owner.button("Regenerate Key").click();
  await expect(owner.dialog.getByText("The old key has expired")).toBeVisible();
  await expect(owner.dialog.getByRole("radio")).toHaveCount(0);
  await owner.button("Continue").click();
  await owner.entersCode();
  const fresh = await owner.savesNewKey();
  expect(await verdicts(key, fresh)).toEqual(["denied", "allowed"]);
});
