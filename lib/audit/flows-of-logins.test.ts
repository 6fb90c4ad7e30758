/** How people get in and out leaves exactly these entries, in this order (G-1). */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { sendLoginCode, verifyLogin } from "@/lib/login/log-in";
import { requestReset } from "@/lib/passwords/request-reset";
import { resetPassword } from "@/lib/passwords/reset-password";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { endSession } from "@/lib/sessions/end-session";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyTarget } from "@/lib/step-up/target";
import {
  again,
  entriesOf,
  type Flow,
  inside,
  logsIn,
  refused,
  startsLogin,
  wrong,
} from "@/lib/testing/flows";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { latestToken } from "@/lib/testing/outbox";
import { aMember, aSession, testClient } from "@/lib/testing/people";
import { confirmNotMe } from "@/lib/users/not-me";

const fresh = "lantern voyage pumpkin";
const wrongPassword = "not-the-password-at-all";

const flows: [name: string, run: Flow, entries: string[]][] = [
  [
    "a login, after a wrong password",
    async () => {
      const member = await aMember({ hasPassword: true });
      await refused(logsIn(member, wrongPassword));
      await logsIn(member);
      return member;
    },
    ["login.failed!", "session.created", "login.succeeded"],
  ],
  [
    "ten wrong passwords",
    async () => {
      const member = await aMember({ hasPassword: true });
      await db().execute(sql`update users set failed_passwords = 9 where id = ${member.userId}`);
      await refused(logsIn(member, wrongPassword));
      await refused(logsIn(member));
      return member;
    },
    ["password.locked!", "login.failed!"],
  ],
  [
    "a login with a code, after a wrong one",
    async () => {
      const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
      const token = await startsLogin(member);
      const { challengeId } = await sendLoginCode(member.org, token, testClient);
      const code = await latestCode(member.mobile ?? "");
      await refused(verifyLogin(member.org, token, { challengeId, code: wrong(code) }, testClient));
      await verifyLogin(member.org, token, { challengeId, code }, testClient);
      return member;
    },
    ["otp.sent", "otp.failed!", "otp.confirmed", "session.created", "login.succeeded"],
  ],
  [
    "logging out, here and elsewhere",
    async () => {
      const { member, actor } = await inside();
      await aSession(member);
      await endOtherSessions(actor);
      await endSession(actor);
      return member;
    },
    ["session.created", "session.created", "session.ended", "session.ended"],
  ],
  [
    "nine wrong codes",
    async () => {
      const { member } = await inside();
      const actor = await again(member, false);
      const { keyId } = await aKey(actor);
      await db().execute(sql`update users set wrong_codes = 8 where id = ${member.userId}`);
      const { challengeId } = await requestCode(
        actor,
        keyTarget("regenerate", { mode: "test", keyId }),
      );
      await takeProof(actor, { challengeId, code: wrong(await latestCode(member.mobile ?? "")) });
      return member;
    },
    ["session.created", "session.created", "key.generated", "otp.sent", "otp.locked!"],
  ],
  [
    "a forgotten password",
    async () => {
      const { member } = await inside();
      await requestReset(member.org, { email: member.email }, testClient);
      const token = await latestToken(member.email, "password-reset");
      await resetPassword(member.org, { token, password: fresh }, testClient);
      return member;
    },
    ["session.created", "password.reset_requested", "session.ended", "password.reset"],
  ],
  [
    "This wasn't me",
    async () => {
      const { member, actor } = await inside();
      await aReplacement(actor, await aKey(actor), "now");
      const token = await notMeLinkIn(member.email, "key-regenerated");
      await confirmNotMe(member.org, token ?? "", testClient);
      return member;
    },
    [
      "session.created",
      "key.generated",
      "key.regenerated",
      "session.ended",
      "not_me.confirmed",
      "key.frozen",
    ],
  ],
  [
    "a code for a key's replacement, wrong and right",
    async () => {
      const { member } = await inside();
      const actor = await again(member, false);
      const { keyId } = await aKey(actor);
      const target = keyTarget("regenerate", { mode: "test", keyId });
      const { challengeId } = await requestCode(actor, target);
      const code = await latestCode(member.mobile ?? "");
      await takeProof(actor, { challengeId, code: wrong(code) });
      await takeProof(actor, { challengeId, code });
      return member;
    },
    [
      "session.created",
      "session.created",
      "key.generated",
      "otp.sent",
      "otp.failed!",
      "otp.confirmed",
    ],
  ],
];

test.each(flows)("%s leaves exactly its entries (G-1)", async (_, run, entries) => {
  expect(await entriesOf(run)).toEqual(entries);
});
