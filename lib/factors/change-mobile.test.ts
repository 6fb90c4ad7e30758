import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { findActor } from "@/lib/sessions/find-actor";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { requestSecurityCode, withSecurityCode } from "@/lib/step-up/with-security-code";
import { latestCode, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { messagesFor } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  aMobile,
  anActor,
  aSession,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { confirmMobileChange, startMobileChange } from "./change-mobile";
import { confirmMobile, sendMobileCode } from "./verify-mobile";

const target = { action: "change-mobile" } as const;
const expired = { code: "code_expired" };

const mobileOf = async ({ user }: Actor) =>
  (await db().select().from(users).where(eq(users.id, user.id)))[0]?.mobile ?? "";

function start(actor: Actor, mobile: string, proof: { challengeId?: string; code?: string } = {}) {
  return withSecurityCode(actor, target, proof, (challengeId) =>
    startMobileChange(actor, { mobile, password: testPassword, challengeId }),
  );
}

/** With the code from the old number. */
async function startProved(actor: Actor, mobile: string) {
  const { challengeId } = await requestSecurityCode(actor, target);
  return start(actor, mobile, { challengeId, code: await latestCode(await mobileOf(actor)) });
}

async function aMemberWithMobile() {
  return aMember({ hasPassword: true, mobile: true });
}

const enter = async (member: TestMember, session?: { sid: string }) =>
  actorOf(member, session ?? (await aSession(member)));

describe("changing the mobile number (O-12, O-13)", () => {
  test("takes password, old number and new number; other sessions end, this one is renewed and covered by neither, old and new are told", async () => {
    const member = await aMemberWithMobile();
    const [here, there] = [await aSession(member), await aSession(member, { otp: true })];
    const actor = await enter(member, here);
    const mobile = aMobile(member.org);
    const { challengeId, sentTo } = await startProved(actor, mobile);
    expect(sentTo).toBe(`••••••${mobile.slice(-4)}`);
    const { sid } = await confirmMobileChange(actor, {
      challengeId,
      code: await latestCode(mobile),
    });
    expect(await mobileOf(actor)).toBe(mobile);
    for (const old of [here, there])
      expect(await findActor(member.org, old.sid, testClient)).toBeNull();
    const renewed = await enter(member, { sid });
    const next = transaction((tx) => requireStepUp(tx, renewed, { action: "two-step" }));
    await expect(next).rejects.toMatchObject({ need: "otp" });
    const facts = { mobile: `••••••${mobile.slice(-4)}` };
    expect((await messagesFor(member.email))[0]).toMatchObject({ kind: "mobile-changed", facts });
    const [sms] = await messagesFor(member.mobile ?? "");
    expect(sms).toMatchObject({ kind: "mobile-changed", channel: "sms", facts });
  });

  test("a session covered by an OTP at login needs no second code to the old number", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const mobile = aMobile(actor.org);
    const { challengeId } = await start(actor, mobile);
    await confirmMobileChange(actor, { challengeId, code: await latestCode(mobile) });
    expect(await mobileOf(actor)).toBe(mobile);
  });

  test("a hijacked session without the password gets nowhere: no SMS to its number, no change", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const [before, mobile] = [await mobileOf(actor), aMobile(actor.org)];
    const guess = { mobile, password: "not the password", challengeId: undefined };
    await expect(startMobileChange(actor, guess)).rejects.toMatchObject({ code: "wrong_password" });
    await expect(sendMobileCode(actor, guess)).rejects.toMatchObject({ code: "wrong_password" });
    expect(await messagesTo(mobile)).toEqual([]);
    expect(await mobileOf(actor)).toBe(before);
  });

  test("with the password but without the old number nothing is sent to the new one", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const mobile = aMobile(actor.org);
    await expect(start(actor, mobile)).rejects.toMatchObject({ need: "otp" });
    const { challengeId } = await requestSecurityCode(actor, target);
    const wrong = start(actor, mobile, { challengeId, code: "000000" });
    await expect(wrong).rejects.toMatchObject({ code: "wrong_code" });
    const first = { mobile, password: testPassword };
    await expect(sendMobileCode(actor, first)).rejects.toMatchObject({
      code: "mobile_already_verified",
    });
    expect(await messagesTo(mobile)).toEqual([]);
  });

  test("one code cannot do both: neither passes for the other, and each counts once (O-13)", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const [old, mobile] = [await mobileOf(actor), aMobile(actor.org)];
    const proof = await requestSecurityCode(actor, target);
    const oldCode = await latestCode(old);
    const asNew = { challengeId: proof.challengeId, code: oldCode };
    await expect(confirmMobileChange(actor, asNew)).rejects.toMatchObject(expired);
    const sent = await start(actor, mobile, asNew);
    const newCode = { challengeId: sent.challengeId, code: await latestCode(mobile) };
    await expect(start(actor, aMobile(actor.org), newCode)).rejects.toMatchObject(expired);
    await expect(start(actor, aMobile(actor.org), asNew)).rejects.toMatchObject(expired);
    await expect(confirmMobile(actor, newCode)).rejects.toThrow();
    expect(await mobileOf(actor)).toBe(old);
  });

  test("a proof stands for the one number it was given for: another one needs another proof", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    await startProved(actor, aMobile(actor.org));
    const other = aMobile(actor.org);
    await expect(start(actor, other)).rejects.toMatchObject({ need: "otp" });
    expect(await messagesTo(other)).toEqual([]);
  });

  test("a code sent before there was a number to prove does not replace the number registered since", async () => {
    const member = await aMember({ hasPassword: true });
    const [early, late] = [await enter(member), await enter(member)];
    const [theirs, mine] = [aMobile(member.org), aMobile(member.org)];
    const trap = await sendMobileCode(early, { mobile: theirs, password: testPassword });
    const { challengeId } = await sendMobileCode(late, { mobile: mine, password: testPassword });
    await confirmMobile(late, { challengeId, code: await latestCode(mine) });
    const guess = { challengeId: trap.challengeId, code: await latestCode(theirs) };
    await expect(confirmMobileChange(early, guess)).rejects.toMatchObject(expired);
    expect(await mobileOf(early)).toBe(mine);
  });

  test("one session's proof and codes are nothing in another", async () => {
    const member = await aMemberWithMobile();
    const [mine, theirs] = [await enter(member), await enter(member)];
    const mobile = aMobile(member.org);
    const { challengeId } = await startProved(mine, mobile);
    await expect(start(theirs, mobile)).rejects.toMatchObject({ need: "otp" });
    const guess = { challengeId, code: await latestCode(mobile) };
    await expect(confirmMobileChange(theirs, guess)).rejects.toMatchObject(expired);
    expect(await mobileOf(mine)).toBe(member.mobile);
  });

  test.each(["+14155550123", "+60123456789", "+911800123456", "12345"])(
    "%s is refused before anything is sent (O-15)",
    async (mobile) => {
      const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
      await expect(start(actor, mobile)).rejects.toMatchObject({ code: "mobile_not_accepted" });
    },
  );

  test("the number there is already is told so", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const change = start(actor, await mobileOf(actor));
    await expect(change).rejects.toMatchObject({ code: "mobile_unchanged" });
  });
});
