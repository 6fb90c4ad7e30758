import type { Person } from "@/e2e/browser/person";
import { expect, test, withinBound } from "@/e2e/fixtures";
import { keydesk } from "@/e2e/wire/keydesk";
import type { OrgId } from "@/lib/orgs/org";

const path = "/account-settings/website";

async function approve({ member }: Person, ...more: string[]) {
  const args = [
    "website",
    more.length ? "refuse" : "approve",
    member.email,
    "--org",
    member.org.id,
  ];
  expect((await keydesk([...args, ...more])).code).toBe(0);
}

async function submits(person: Person, url: string) {
  await person.page.getByLabel("Website URL").fill(url);
  await person.button("Submit website for review").click();
  await expect(person.page.getByRole("status").getByText("under review")).toBeVisible();
}

const review = ({ page }: Person) => page.getByRole("region", { name: "Review" });

for (const org of ["razorpay", "curlec", "axis"] as OrgId[]) {
  test(`${org}: a new merchant submits its website, an operator approves it, and Live opens (DESIGN §2.8)`, async ({
    person,
    verdicts,
  }) => {
    const owner = await person({ org, isWebsiteVerified: false });
    await owner.opensApiKeys();
    await owner.switchesTo("Live Mode");
    await expect(owner.page.getByText("It was not submitted yet.")).toBeVisible();
    await owner.page.getByRole("link", { name: "Business website details" }).click();
    await expect(owner.page).toHaveURL(`${owner.origin}${path}`);
    await expect(review(owner)).toContainText("Not submitted");
    await submits(owner, "shop.example");
    await expect(review(owner)).toContainText("Under review");
    await expect(review(owner)).toContainText("https://shop.example");
    const zone = org === "curlec" ? /MYT|GMT\+8/ : "IST";
    await expect(review(owner).getByRole("time")).toContainText(zone);
    await owner.opensApiKeys();
    await expect(owner.page.getByText("It is under review")).toBeVisible();
    await expect(owner.button("Generate Key")).toHaveCount(0);
    await approve(owner);
    await owner.opens(path);
    await expect(review(owner)).toContainText("Verified");
    await owner.opensApiKeys();
    expect(await verdicts(await owner.generates())).toEqual(["allowed"]);
  });
}

test("changes that a reviewer asks for are on the page, and a new submission goes under review again", async ({
  person,
}) => {
  const owner = await person({ isWebsiteVerified: false });
  await owner.opens(path);
  await owner.page.getByLabel("Website URL").fill("http://127.0.0.1");
  await owner.page.getByLabel("Privacy policy").fill("privacy");
  await owner.button("Submit website for review").click();
  await expect(
    owner.page.getByRole("alert").filter({ hasText: "as in https://shop.example" }),
  ).toBeVisible();
  await expect(owner.page.getByLabel("Website URL")).toBeFocused();
  await owner.page.getByLabel("Privacy policy").fill("/privacy");
  await submits(owner, "https://shop.test");
  await approve(owner, "--reason", "There is no refund policy.");
  await owner.opens(path);
  await expect(review(owner)).toContainText("Changes needed");
  await expect(review(owner)).toContainText("There is no refund policy.");
  await expect(owner.page.getByLabel("Privacy policy")).toHaveValue("https://shop.test/privacy");
  await owner.opensApiKeys();
  await owner.switchesTo("Live Mode");
  await expect(owner.page.getByText("The reviewer asks for changes.")).toBeVisible();
  await owner.opens(path);
  await owner.page.getByLabel("Cancellation and refund policy").fill("/refunds");
  await submits(owner, "https://shop.test");
  await expect(review(owner)).toContainText("Under review");
  await expect(review(owner)).not.toContainText("There is no refund policy.");
});

test("an edit while verified leaves the Live key working", async ({ person, verdicts }) => {
  const owner = await person({ mobile: true, otp: true });
  await owner.opensApiKeys();
  await owner.switchesTo("Live Mode");
  const old = await owner.generates();
  await owner.opens(path);
  await submits(owner, "new.example");
  await expect(review(owner)).toContainText("a Live key that you have works on");
  await owner.opensApiKeys();
  expect(await verdicts(old)).toEqual(["allowed"]);
  await owner.asksToRegenerate("Immediately");
  expect(await verdicts(await owner.savesNewKey())).toEqual(["allowed"]);
  await expect.poll(() => verdicts(old), withinBound).toEqual(["denied"]);
});

test("a manager is told to contact the owner and sees nothing of the website", async ({
  person,
}) => {
  const owner = await person();
  const manager = await person({ role: "manager", merchantId: owner.member.merchantId });
  await manager.opens(path);
  await expect(
    manager.page.getByText("Permission denied. Please contact the owner."),
  ).toBeVisible();
  await expect(manager.page.getByText("shop.test")).toHaveCount(0);
  await expect(manager.page.getByLabel("Website URL")).toHaveCount(0);
});

test("an operator's freeze is on the page, refuses a new key in words, and is gone when it is lifted", async ({
  person,
}) => {
  const owner = await person();
  await owner.opensApiKeys();
  expect((await keydesk(["merchant", "freeze", owner.member.merchantId])).code).toBe(0);
  await owner.button("Generate Key").click();
  const contact = owner.member.org.supportEmail;
  await expect(owner.page.getByRole("alert").filter({ hasText: contact })).toContainText(
    "Your keys are frozen",
  );
  await owner.opensApiKeys();
  await expect(owner.page.getByRole("link", { name: contact })).toBeVisible();
  expect((await keydesk(["merchant", "unfreeze", owner.member.merchantId])).code).toBe(0);
  await owner.opensApiKeys();
  await expect(owner.page.getByText("Your keys are frozen")).toHaveCount(0);
  await owner.generates();
});
