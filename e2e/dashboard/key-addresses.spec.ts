import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { aUse } from "@/lib/testing/usage";

test("a key's page shows from which addresses it is used: five at first, then all of them", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  const { keyId } = await owner.generates();
  await owner.opens(`/account-settings/api-keys/${keyId}`);
  const addresses = owner.page.getByRole("region", { name: "Addresses" });
  await expect(addresses).toContainText("No request has passed with this key in the last 30 days.");
  for (let n = 1; n <= 7; n++)
    await aUse(keyId, { address: `203.0.113.${n}`, requests: n * 100, minutesAgo: n * 60 });
  await owner.page.reload();
  await expect(addresses).toContainText("requests passed from 7 addresses");
  const rows = addresses.getByRole("row");
  await expect(rows).toHaveCount(1 + 5);
  await expect(rows.nth(1).getByRole("cell").first()).toHaveText("203.0.113.7");
  await expect(rows.nth(1)).toContainText("25%");
  await expect(rows.nth(1)).toContainText("700 requests");
  await addresses.getByRole("button", { name: "Show more" }).press("Enter");
  await expect(rows).toHaveCount(1 + 7);
  await expectAccessibleAndFitting(owner.page, "key-addresses");
  await expect(addresses.getByRole("button", { name: "Show less" })).toHaveAttribute(
    "aria-expanded",
    "true",
  );
});
