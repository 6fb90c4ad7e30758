/** A token opens what it was made for and nothing else, whatever slot it is put into (S-14); numbers tell nothing (O-16). */
import { describe, expect, test } from "vitest";
import { confirmMobile, sendMobileCode } from "@/lib/factors/verify-mobile";
import { findPendingLogin, sendLoginCode } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { requestReset } from "@/lib/passwords/request-reset";
import { findOpenReset, resetPassword } from "@/lib/passwords/reset-password";
import { findActor } from "@/lib/sessions/find-actor";
import { takeProof } from "@/lib/step-up/take-proof";
import { acceptInvitation } from "@/lib/team/accept-invitation";
import { findInvitation } from "@/lib/team/find-invitation";
import { inviteMember } from "@/lib/team/invite-member";
import { again, anEmail, inside, startsLogin } from "@/lib/testing/flows";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { latestInvitationToken } from "@/lib/testing/links";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { latestToken } from "@/lib/testing/outbox";
import { aMember, aMobile, aSession, testClient, testPassword } from "@/lib/testing/people";
import { confirmEmailChange, findNewEmail, requestEmailChange } from "./change-email";
import { confirmSignUp, findSignUp } from "./confirm-sign-up";
import { findNotMe } from "./find-not-me";
import { confirmNotMe } from "./not-me";
import { signUp } from "./sign-up";

const org = orgs.razorpay;
const browser = "a browser";
const password = "lantern voyage pumpkin";

/** Who takes a token: a look that changes nothing, and the use of it. */
const slots: Record<
  string,
  { look(token: string): Promise<unknown>; use?(token: string): Promise<unknown> }
> = {
  "a session": { look: (token) => findActor(org, token, testClient) },
  "a pending login": {
    look: (token) => findPendingLogin(org, token),
    use: (token) => sendLoginCode(org, token, testClient),
  },
  "a sign-up": {
    look: (token) => findSignUp(org, { token, browser }),
    use: (token) => confirmSignUp(org, { token, browser }, testClient),
  },
  "a forgotten password": {
    look: async (token) => await findOpenReset(org, token),
    use: (token) => resetPassword(org, { token, password }, testClient),
  },
  "a new address": {
    look: (token) => findNewEmail(org, token),
    use: (token) => confirmEmailChange(org, { token }, testClient),
  },
  "an invitation": {
    look: (token) => findInvitation(org, token),
    use: (token) => acceptInvitation(org, { token, password, name: "Neha Iyer" }, testClient),
  },
  "This wasn't me": {
    look: (token) => findNotMe(org, token),
    use: (token) => confirmNotMe(org, token, testClient),
  },
};

/** One living token of each kind. */
async function tokens(): Promise<Record<string, string>> {
  const { member, actor } = await inside();
  await aReplacement(actor, await aKey(actor), "now");
  const waiting = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
  const pending = await startsLogin(waiting);
  await sendLoginCode(org, pending, testClient);
  const [signsUp, moves, joins] = [anEmail(), anEmail(), anEmail()];
  const person = { businessName: "Gravel", name: "Neha Iyer", email: signsUp, password };
  await signUp(org, person, browser, testClient);
  await requestReset(org, { email: member.email }, testClient);
  await requestEmailChange(actor, { email: moves, password: testPassword });
  await inviteMember(actor, { email: joins, role: "viewer" });
  return {
    "a session": (await aSession(member)).sid,
    "a pending login": pending,
    "a sign-up": await latestToken(signsUp, "signup-confirm"),
    "a forgotten password": await latestToken(member.email, "password-reset"),
    "a new address": await latestToken(moves, "email-confirm"),
    "an invitation": await latestInvitationToken(joins),
    "This wasn't me": (await notMeLinkIn(member.email, "key-regenerated")) ?? "",
  };
}

describe("of seven kinds of token", () => {
  test("each fits its own slot, and is nothing in the six others, to look or to use (S-14)", async () => {
    const made = await tokens();
    expect(new Set(Object.values(made)).size).toBe(7);
    for (const [kind, token] of Object.entries(made)) {
      for (const [slot, { look, use }] of Object.entries(slots)) {
        if (slot === kind) continue;
        expect(await look(token), `${kind} as ${slot}`).toBeNull();
        if (use)
          await expect(use(token), `${kind} as ${slot}`).rejects.toMatchObject({ code: /expired/ });
      }
    }
    // None was used up by being tried elsewhere.
    for (const [kind, token] of Object.entries(made))
      expect(await slots[kind]?.look(token), kind).not.toBeNull();
  });
});

test("a number that another person has registered is answered as any other, when it is asked for and when it is confirmed (O-16)", async () => {
  const { member: owner } = await inside();
  const answers = [];
  for (const mobile of [owner.mobile ?? "", aMobile(org)]) {
    const member = await aMember({ hasPassword: true });
    const actor = await again(member, false);
    const { challengeId, ...sent } = await sendMobileCode(actor, {
      mobile,
      password: testPassword,
    });
    const { sentTo, ...rest } = sent;
    expect(sentTo).toBe(`••••••${mobile.slice(-4)}`);
    const guess = { challengeId, code: await latestCode(mobile) };
    const { sid } = await confirmMobile(await takeProof(actor, guess));
    answers.push({ ...rest, sid: sid.length, keys: Object.keys(sent) });
  }
  expect(answers[0]).toEqual(answers[1]);
});
