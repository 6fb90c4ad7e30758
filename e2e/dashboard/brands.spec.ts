import { expect, test, withinBound } from "@/e2e/fixtures";
import type { OrgId } from "@/lib/orgs/org";

interface Brand {
  org: OrgId;
  name: string;
  prefix: string;
  zone: string;
  section: string | null;
  choice: string;
  lang: string;
}

const brands: Brand[] = [
  {
    org: "razorpay",
    name: "Razorpay",
    prefix: "rzp",
    zone: "IST",
    section: "Website and app settings",
    choice: "Deactivate the old key",
    lang: "en-IN",
  },
  {
    org: "curlec",
    name: "Curlec",
    prefix: "crl",
    zone: "MYT",
    section: "Website and app settings",
    choice: "De-activate the old key",
    lang: "en-MY",
  },
  {
    org: "axis",
    name: "Axis",
    prefix: "axs",
    zone: "IST",
    section: null,
    choice: "Deactivate the old key",
    lang: "en-IN",
  },
];

for (const brand of brands) {
  test(`${brand.name} has its own name, prefix, zone, place and wording, in the whole job`, async ({
    person,
    verdicts,
  }) => {
    const owner = await person({ org: brand.org, mobile: true });
    await owner.opens("/account-settings");
    await expect(owner.page.locator("html")).toHaveAttribute("data-brand", brand.org);
    await expect(owner.page.locator("html")).toHaveAttribute("lang", brand.lang);
    const section = owner.page.getByRole("heading", { name: "Website and app settings" });
    await expect(section).toHaveCount(brand.section ? 1 : 0);
    await owner.page.getByRole("link", { name: "API Keys" }).click();
    await expect(owner.page).toHaveTitle(`API Keys · ${brand.name} Dashboard`);
    const old = await owner.generates();
    expect(old.keyId).toMatch(new RegExp(`^${brand.prefix}_test_`));
    await expect(owner.row(old.keyId)).toContainText(brand.zone);
    await owner.button("Regenerate Key").click();
    await expect(owner.page.getByRole("radiogroup", { name: brand.choice })).toBeVisible();
    await owner.page.getByRole("radio", { name: "Immediately" }).check();
    await owner.button("Continue").click();
    await owner.entersCode();
    const fresh = await owner.savesNewKey();
    await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["denied", "allowed"]);
    const text = await owner.page.locator("body").innerText();
    for (const other of brands.filter((one) => one.name !== brand.name))
      expect(text).not.toContain(other.name);
  });
}
