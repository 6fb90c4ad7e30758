import { mkdirSync } from "node:fs";
import { expect, test } from "@/e2e/fixtures";
import { aUse } from "@/lib/testing/usage";

/** `npm run readme:pictures` renews the README's; every other run makes them beside the results. */
const folder = process.env.KEYDESK_README === "1" ? "e2e/readme" : "test-results/readme";

test("the README's pictures can be taken", async ({ person }) => {
  mkdirSync(folder, { recursive: true });
  const owner = await person({
    mobile: true,
    otp: true,
    email: "asha@acme.test",
    merchantName: "Acme Stationery",
  });
  const picture = (name: string) =>
    owner.page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
  await owner.page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await owner.page.setViewportSize({ width: 1080, height: 620 });
  await owner.opensApiKeys();
  await owner.button("Generate Key").click();
  await owner.readsNewKey();
  await picture("save");
  const old = await owner.savesNewKey();
  for (let hoursAgo = 1; hoursAgo < 24; hoursAgo++)
    await aUse(old.keyId, { minutesAgo: hoursAgo * 60, requests: 300 + ((hoursAgo * 37) % 240) });
  await aUse(old.keyId, { minutesAgo: 4, requests: 190 });
  await owner.opensApiKeys();
  await owner.button("Regenerate Key").click();
  await expect(owner.page.getByRole("radio", { name: "In 24 hours" })).toBeChecked();
  await owner.page.getByRole("radio", { name: "Immediately" }).check();
  await picture("regenerate");
  await owner.page.getByRole("radio", { name: "In 24 hours" }).check();
  await owner.button("Continue").click();
  await aUse((await owner.savesNewKey()).keyId, { requests: 240 });
  await owner.opensApiKeys();
  await owner.page.setViewportSize({ width: 1080, height: 760 });
  await picture("list");
  await owner.page.setViewportSize({ width: 400, height: 800 });
  await owner.page.emulateMedia({ colorScheme: "dark" });
  await picture("phone");
});
