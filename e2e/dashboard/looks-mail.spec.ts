import { expectAccessibleAndFitting } from "@/e2e/browser/looks";
import { expect, test } from "@/e2e/fixtures";
import { latestMail, linkIn } from "@/lib/testing/inbox/read-inbox";
import { anEmail, movesTo } from "@/lib/testing/moved-email";
import { actorOf, aMember, aSession } from "@/lib/testing/people";

test.describe.configure({ timeout: 240_000 });

test("this wasn't me is accessible and fits: asked, done, dead; the mail and a frozen key", async ({
  person,
  personOf,
}) => {
  const owner = await person({ mobile: true, otp: true });
  const { page } = owner;
  await owner.opensApiKeys();
  await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  const key = await owner.savesNewKey();
  const mail = await latestMail(owner.member.email, /was regenerated/);

  // As a mail program shows it.
  await page.goto("about:blank");
  await page.setContent(mail.html ?? "");
  await expect(page.getByRole("link", { name: "This wasn't me" })).toBeVisible();
  await expectAccessibleAndFitting(page, "mail-key-regenerated");

  await page.goto(linkIn(mail, "/not-me?"));
  await expectAccessibleAndFitting(page, "not-me");
  await owner.button("This wasn't me").click();
  await expect(page.getByText("is logged out everywhere")).toBeVisible();
  await expectAccessibleAndFitting(page, "not-me-done");
  await page.goto(linkIn(mail, "/not-me?"));
  await expectAccessibleAndFitting(page, "not-me-used");
  await owner.opens("/not-me?token=cut-off");
  await expectAccessibleAndFitting(page, "not-me-dead");

  const again = await personOf(owner.member);
  await again.opensApiKeys();
  await expect(again.row(key.keyId)).toContainText("Frozen");
  await expectAccessibleAndFitting(again.page, "keys-frozen");
});

test("giving an email back is accessible and fits: the mail, asked, done, used, void, taken", async ({
  person,
}) => {
  const owner = await person({ hasPassword: true, mobile: true, otp: true });
  const { page, member } = owner;
  const intruder = async () => actorOf(member, await aSession(member, { otp: true }));
  const thiefs = anEmail();
  await movesTo(await intruder(), thiefs);
  await movesTo(await intruder(), anEmail());
  const mail = await latestMail(member.email, /email address was changed/);
  await page.goto("about:blank");
  await page.setContent(mail.html ?? "");
  await expect(page.getByRole("link", { name: "This wasn't me" })).toBeVisible();
  await expectAccessibleAndFitting(page, "mail-email-changed");

  const link = linkIn(mail, "/not-me?");
  await page.goto(link);
  await expectAccessibleAndFitting(page, "email-back");
  await owner.button("This wasn't me").click();
  await expect(page.getByText("is logged out everywhere")).toBeVisible();
  await expectAccessibleAndFitting(page, "email-back-done");
  await page.goto(link);
  await expectAccessibleAndFitting(page, "email-back-used");
  await page.goto(linkIn(await latestMail(thiefs, /email address was changed/), "/not-me?"));
  await expectAccessibleAndFitting(page, "email-back-void");

  const other = await person({ hasPassword: true, mobile: true, otp: true });
  const stolen = await actorOf(other.member, await aSession(other.member, { otp: true }));
  await movesTo(stolen, anEmail());
  await aMember({ email: other.member.email });
  await page.goto(
    linkIn(await latestMail(other.member.email, /email address was changed/), "/not-me?"),
  );
  await expectAccessibleAndFitting(page, "email-back-taken");
});
