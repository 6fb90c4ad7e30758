import { expect, test, withinBound } from "@/e2e/fixtures";
import { latestMail, linkIn } from "@/lib/testing/inbox/read-inbox";
import { anEmail, emailOf, movesTo } from "@/lib/testing/moved-email";
import { actorOf, aMember, aSession } from "@/lib/testing/people";

test("an owner learns by mail of a key that a stolen session made, and stops it without logging in", async ({
  person,
  personOf,
  verdicts,
}) => {
  const owner = await person();
  const { merchantId } = owner.member;
  const admin = await personOf(await aMember({ role: "admin", merchantId, mobile: true }), {
    otp: true,
  });
  await admin.opensApiKeys();
  const old = await admin.generates();
  await admin.asksToRegenerate("In 24 hours");
  const fresh = await admin.savesNewKey();

  const mail = await latestMail(owner.member.email, /was regenerated/);
  expect(mail.body).toContain(fresh.keyId);
  expect(mail.body).not.toContain(fresh.secret);
  const link = linkIn(mail, "/not-me?");
  expect(link.startsWith(`${owner.origin}/not-me?token=`)).toBe(true);

  const mailbox = await personOf(owner.member, { isLoggedIn: false });
  await mailbox.page.goto(link);
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toHaveText("Was this not you?");
  expect(await verdicts(old, fresh)).toEqual(["allowed", "allowed"]);

  await mailbox.button("This wasn't me").click();
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toHaveText(
    "The account is safe for now",
  );
  await expect.poll(() => verdicts(old, fresh), withinBound).toEqual(["allowed", "denied"]);
  await expect(mailbox.page.getByRole("link", { name: "Choose a new password" })).toHaveAttribute(
    "href",
    "/forgot-password",
  );
  await admin.opens("/account-settings/api-keys");
  await expect(admin.page).toHaveURL(`${admin.origin}/login`);

  await owner.opensApiKeys();
  await expect(owner.row(fresh.keyId)).toContainText("Frozen");
  await expect(owner.page.getByText("A key is frozen")).toBeVisible();
  await latestMail(owner.member.email, /was frozen/);

  // The link works once: opened again it says what happened, and there is nothing to press.
  await mailbox.page.goto(link);
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toHaveText("This link was used");
  await expect(mailbox.page.getByText("A key was regenerated")).toBeVisible();
  await expect(mailbox.page.getByText(fresh.keyId)).toBeVisible();
  await expect(mailbox.button("This wasn't me")).toHaveCount(0);
});

test("an email that an intruder changed is given back from the old mailbox, and a new password is chosen there", async ({
  person,
  personOf,
}) => {
  const owner = await person({ hasPassword: true, mobile: true, otp: true });
  const { email: old } = owner.member;
  const intruder = await actorOf(owner.member, await aSession(owner.member, { otp: true }));
  const thiefs = anEmail();
  await movesTo(intruder, thiefs);
  await movesTo(intruder, anEmail());
  const mail = await latestMail(old, /email address was changed/);
  expect(mail.body).toContain(`the email for logging in is ${old} again`);
  const link = linkIn(mail, "/not-me?");

  const mailbox = await personOf(owner.member, { isLoggedIn: false });
  const heading = mailbox.page.getByRole("heading", { level: 1 });
  await mailbox.page.goto(link);
  await expect(heading).toHaveText("Was this not you?");
  await expect(mailbox.page.getByText(`The email for logging in is ${old} again.`)).toBeVisible();
  expect(await emailOf(intruder)).not.toBe(old);
  await mailbox.button("This wasn't me").click();
  await expect(heading).toHaveText("The account is safe for now");
  expect(await emailOf(intruder)).toBe(old);
  await owner.opens("/account-settings");
  await expect(owner.page).toHaveURL(`${owner.origin}/login`);

  // The second change went to the first of the intruder's mailboxes: its link counts no longer.
  const second = linkIn(await latestMail(thiefs, /email address was changed/), "/not-me?");
  await mailbox.page.goto(second);
  await expect(heading).toHaveText("This link no longer counts");
  await expect(mailbox.button("This wasn't me")).toHaveCount(0);
  await mailbox.page.goto(link);
  await expect(heading).toHaveText("This link was used");
  await expect(mailbox.page.getByText("the email was restored then")).toBeVisible();

  await mailbox.page.goto(
    linkIn(await latestMail(old, /choose a new password/), "/reset-password?"),
  );
  await mailbox.page.getByLabel("New password").fill("lantern voyage pumpkin");
  await mailbox.page.getByRole("button").last().click();
  await expect(mailbox.page).toHaveURL(/\/login/);
  await mailbox.page.getByLabel("Email").fill(old);
  await mailbox.page.getByLabel("Password", { exact: true }).fill("lantern voyage pumpkin");
  await mailbox.button("Log in").click();
  await expect(mailbox.button("Log out")).toBeVisible();
});

test("a link that is cut off, foreign or forged gets one plain answer", async ({ person }) => {
  const owner = await person({ org: "curlec" });
  await owner.opensApiKeys();
  await owner.generates();
  const mail = await latestMail(owner.member.email, /was generated on Curlec/);
  const link = linkIn(mail, "/not-me?");
  const foreign = link.replace("curlec.localhost", "axis.localhost");
  for (const dead of [link.slice(0, -3), foreign, `${owner.origin}/not-me`]) {
    await owner.page.goto(dead);
    await expect(owner.page.getByRole("heading", { level: 1 })).toHaveText(
      "This link does not work",
    );
    await expect(owner.button("This wasn't me")).toHaveCount(0);
  }
});
