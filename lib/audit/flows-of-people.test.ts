/** What people change about themselves leaves exactly these entries, in this order (G-1). */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { confirmMobileChange, startMobileChange } from "@/lib/factors/change-mobile";
import { confirmAuthenticator } from "@/lib/factors/confirm-authenticator";
import { remakeRecoveryCodes } from "@/lib/factors/remake-recovery-codes";
import { removeAuthenticator } from "@/lib/factors/remove-authenticator";
import { setUpAuthenticator } from "@/lib/factors/set-up-authenticator";
import { turnOffTwoStep } from "@/lib/factors/turn-off";
import { turnOnTwoStep } from "@/lib/factors/turn-on";
import { confirmMobile, sendMobileCode } from "@/lib/factors/verify-mobile";
import { recoverLogin } from "@/lib/login/recover-login";
import { changePassword } from "@/lib/passwords/change-password";
import { takeProof } from "@/lib/step-up/take-proof";
import { appCode } from "@/lib/testing/authenticator";
import {
  again,
  anEmail,
  entriesOf,
  type Flow,
  inside,
  rest,
  startsLogin,
} from "@/lib/testing/flows";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { latestToken } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  aMobile,
  aSession,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { confirmEmailChange, requestEmailChange } from "@/lib/users/change-email";
import { changeName } from "@/lib/users/change-name";
import { confirmSignUp } from "@/lib/users/confirm-sign-up";
import { signUp } from "@/lib/users/sign-up";

const password = testPassword;
const fresh = "lantern voyage pumpkin";

const flows: [name: string, run: Flow, entries: string[]][] = [
  [
    "a first mobile, and another",
    async () => {
      const member = await aMember({ hasPassword: true });
      const actor = await again(member, false);
      const mobile = aMobile(member.org);
      const sent = await sendMobileCode(actor, { mobile, password });
      const guess = { challengeId: sent.challengeId, code: await latestCode(mobile) };
      const { sid } = await confirmMobile(await takeProof(actor, guess));
      const covered = await actorOf(member, { sid });
      await aSession(member);
      await rest(member);
      const next = aMobile(member.org);
      const asked = await startMobileChange(covered, { mobile: next, password });
      const proof = { challengeId: asked.challengeId, code: await latestCode(next) };
      await confirmMobileChange(await takeProof(covered, proof));
      return member;
    },
    [
      "session.created",
      "otp.sent",
      "otp.confirmed",
      "mobile.verified",
      "session.created",
      "otp.sent",
      "otp.confirmed",
      "session.ended",
      "mobile.changed",
    ],
  ],
  [
    "2-step verification on, a login by recovery code, new codes, and off",
    async () => {
      const { member, actor } = await inside();
      const [code = ""] = await turnOnTwoStep(actor, { password });
      await recoverLogin(member.org, await startsLogin(member), { code }, testClient);
      const later = await again(member);
      await remakeRecoveryCodes(later, { password });
      await turnOffTwoStep(later, { password });
      return member;
    },
    [
      "session.created",
      "two_step.on",
      "recovery_codes.made",
      "session.created",
      "login.succeeded",
      "recovery_code.used",
      "session.created",
      "recovery_codes.made",
      "two_step.off",
    ],
  ],
  [
    "an authenticator app, there and gone",
    async () => {
      const { member, actor } = await inside();
      const { secret } = await setUpAuthenticator(actor, { password });
      await confirmAuthenticator(actor, { code: await appCode(secret) });
      await removeAuthenticator(await again(member), { password });
      return member;
    },
    ["session.created", "authenticator.added", "session.created", "authenticator.removed"],
  ],
  [
    "signing up",
    async () => {
      const email = anEmail();
      const { org } = await aMember();
      const client = { ...testClient, requestId: `inc_${email}` };
      await signUp(
        org,
        { businessName: "Gravel", name: "Neha Iyer", email, password: fresh },
        "b",
        client,
      );
      await confirmSignUp(
        org,
        { token: await latestToken(email, "signup-confirm"), browser: "b" },
        client,
      );
      const {
        rows: [row],
      } = await db().execute<{ id: string; user: string }>(sql`
    select merchant_id as id, user_id as user from members join users on users.id = user_id where email = ${email}`);
      const [merchantId, userId] = [row?.id ?? "", row?.user ?? ""];
      return { merchantId, userId, requestId: client.requestId };
    },
    ["signup.requested", "signup.confirmed", "merchant.created"],
  ],
  [
    "one's own name, password and address",
    async () => {
      const { member, actor } = await inside();
      await aSession(member);
      await changeName(actor, { name: "Neha Iyer" });
      const { sid } = await changePassword(actor, {
        currentPassword: password,
        newPassword: fresh,
      });
      const email = anEmail();
      await requestEmailChange(await actorOf(member, { sid }), { email, password: fresh });
      await confirmEmailChange(
        member.org,
        { token: await latestToken(email, "email-confirm") },
        testClient,
      );
      return member;
    },
    [
      "session.created",
      "session.created",
      "name.changed",
      "session.ended",
      "password.changed",
      "email.change_requested",
      "email.changed",
    ],
  ],
];

test.each(flows)("%s leaves exactly its entries (G-1)", async (_, run, entries) => {
  expect(await entriesOf(run)).toEqual(entries);
});
