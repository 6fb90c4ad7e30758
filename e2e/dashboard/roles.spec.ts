import { expect, test } from "@/e2e/fixtures";
import { roles } from "@/lib/core/roles";

for (const role of roles) {
  const may = role === "owner" || role === "admin";
  test(`${role}: ${may ? "sees and makes keys" : "is told to contact the owner and gets no key data"}`, async ({
    person,
  }) => {
    const owner = await person();
    await owner.opensApiKeys();
    const key = await owner.generates();
    const colleague = await person({ merchantId: owner.member.merchantId, role });
    await colleague.opensApiKeys();
    const denial = colleague.page.getByText("Permission denied. Please contact the owner.");
    await expect(denial).toHaveCount(may ? 0 : 1);
    const html = await colleague.page.content();
    expect(html.includes(key.keyId)).toBe(may);
    await expect(colleague.button("Regenerate Key")).toHaveCount(may ? 1 : 0);
    await colleague.opens(`/account-settings/api-keys/${key.keyId}`);
    await expect(denial).toHaveCount(may ? 0 : 1);
    await expect(colleague.page.getByRole("heading", { name: key.keyId, level: 1 })).toHaveCount(
      may ? 1 : 0,
    );
    await expect(colleague.button("Regenerate Key")).toHaveCount(may ? 1 : 0);
  });
}
