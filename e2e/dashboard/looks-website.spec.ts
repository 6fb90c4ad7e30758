import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { freezeMerchant } from "@/lib/operator/freeze-merchant";
import { operatorOf } from "@/lib/operator/operator";
import { reviewSubmission } from "@/lib/operator/review-submission";

test.describe.configure({ timeout: 240_000 });

const path = "/account-settings/website";
const operator = operatorOf("rita", "staff");

test("the website page is accessible and fits in its four states, the first with an error", async ({
  person,
}) => {
  const owner = await person({ isWebsiteVerified: false });
  const named = owner.member.merchantId;
  await owner.opens(path);
  await owner.page.getByLabel("Terms and conditions").fill("/terms");
  await owner.page.getByLabel("Website URL").fill("localhost");
  await owner.button("Submit website for review").click();
  await expect(owner.page.getByRole("alert").filter({ hasText: "full address" })).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "website-not-submitted");
  await owner.page
    .getByLabel("Website URL")
    .fill(`a-long-name-of-a-shop.example/${"path/".repeat(30)}`);
  await owner.button("Submit website for review").click();
  await expect(owner.page.getByText("Under review", { exact: true })).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "website-under-review");
  const reason = "There are no prices in rupees.\nThe page /terms does not open.";
  await reviewSubmission(operator, { named, verdict: { isInOrder: false, reason } });
  await owner.opens(path);
  await expectAccessibleAndFitting(owner.page, "website-changes-needed");
  await owner.button("Submit website for review").click();
  await expect(owner.page.getByText("Under review", { exact: true })).toBeVisible();
  await reviewSubmission(operator, { named, verdict: { isInOrder: true } });
  await owner.opens(path);
  await expectAccessibleAndFitting(owner.page, "website-verified");
});

test("a frozen merchant's list is accessible and fits", async ({ person }) => {
  const owner = await person();
  await owner.opensApiKeys();
  await owner.generates();
  await freezeMerchant(operator, owner.member.merchantId);
  await owner.opensApiKeys();
  await expect(owner.page.getByText("Your keys are frozen")).toBeVisible();
  await expectAccessibleAndFitting(owner.page, "keys-frozen");
});
