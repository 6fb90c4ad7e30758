import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import type { Guess } from "@/lib/otp/confirm-code";
import { findActor } from "@/lib/sessions/find-actor";
import { requestCode } from "@/lib/step-up/request-code";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { takeProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
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

const targetFor = (mobile: string) => securityTarget("change-mobile", mobile);
const expired = { code: "code_expired" };

const mobileOf = async ({ user }: Actor) =>
  (await db().select().from(users).where(eq(users.id, user.id)))[0]?.mobile ?? "";

const start = (actor: Actor, mobile: string) =>
  startMobileChange(actor, { mobile, password: testPassword });

const confirm = async (actor: Actor, guess: Guess) =>
  confirmMobileChange(await takeProof(actor, guess));

/** Starts the change with the code from the old number. */
async function startProved(actor: Actor, mobile: string) {
  const { challengeId } = await requestCode(actor, targetFor(mobile));
  const code = await latestCode(await mobileOf(actor));
  return start(await takeProof(actor, { challengeId, code }), mobile);
}

async function aMemberWithMobile() {
  return aMember({ hasPassword: true, mobile: true });
}

const enter = async (member: TestMember, session?: { sid: string }) =>
  actorOf(member, session ?? (await aSession(member)));

describe("changing the mobile number (O-12, O-13)", () => {
  test("needs password, old number and new number; other sessions end, this one gets a new cookie and no cover, and both numbers' owners are told", async () => {
    const member = await aMemberWithMobile();
    const [here, there] = [await aSession(member), await aSession(member, { otp: true })];
    const actor = await enter(member, here);
    const mobile = aMobile(member.org);
    const { challengeId, sentTo } = await startProved(actor, mobile);
    expect(sentTo).toBe(`••••••${mobile.slice(-4)}`);
    const { sid } = await confirm(actor, { challengeId, code: await latestCode(mobile) });
    expect(await mobileOf(actor)).toBe(mobile);
    for (const old of [here, there])
      expect(await findActor(member.org, old.sid, testClient)).toBeNull();
    const renewed = await enter(member, { sid });
    const next = transaction((tx) => requireStepUp(tx, renewed, securityTarget("two-step")));
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
    await confirm(actor, { challengeId, code: await latestCode(mobile) });
    expect(await mobileOf(actor)).toBe(mobile);
  });

  test("a stolen session without the password can do nothing: no SMS to its number, no change", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const [before, mobile] = [await mobileOf(actor), aMobile(actor.org)];
    const guess = { mobile, password: "not the password" };
    await expect(startMobileChange(actor, guess)).rejects.toMatchObject({ code: "wrong_password" });
    await expect(sendMobileCode(actor, guess)).rejects.toMatchObject({ code: "wrong_password" });
    expect(await messagesTo(mobile)).toEqual([]);
    expect(await mobileOf(actor)).toBe(before);
  });

  test("with the password but without the old number nothing is sent to the new one", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const mobile = aMobile(actor.org);
    await expect(start(actor, mobile)).rejects.toMatchObject({ need: "otp" });
    const { challengeId } = await requestCode(actor, targetFor(mobile));
    const wrong = start(await takeProof(actor, { challengeId, code: "000000" }), mobile);
    await expect(wrong).rejects.toMatchObject({ code: "wrong_code" });
    const first = { mobile, password: testPassword };
    await expect(sendMobileCode(actor, first)).rejects.toMatchObject({
      code: "mobile_already_verified",
    });
    expect(await messagesTo(mobile)).toEqual([]);
  });

  test("neither code works in the other's place, and each works once (O-13)", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const [old, mobile] = [await mobileOf(actor), aMobile(actor.org)];
    const { challengeId } = await requestCode(actor, targetFor(mobile));
    const oldGuess = { challengeId, code: await latestCode(old) };
    const proving = await takeProof(actor, oldGuess);
    await expect(confirmMobileChange(proving)).rejects.toMatchObject(expired);
    await expect(start(proving, aMobile(actor.org))).rejects.toMatchObject(expired);
    const sent = await start(proving, mobile);
    const newGuess = { challengeId: sent.challengeId, code: await latestCode(mobile) };
    const provingNew = await takeProof(actor, newGuess);
    await expect(start(provingNew, aMobile(actor.org))).rejects.toMatchObject(expired);
    const again = await takeProof(actor, oldGuess);
    await expect(start(again, aMobile(actor.org))).rejects.toMatchObject(expired);
    await expect(confirmMobile(await takeProof(actor, newGuess))).rejects.toMatchObject(expired);
    expect(await mobileOf(actor)).toBe(old);
  });

  test("a proof is valid only for the new number that it named", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    await startProved(actor, aMobile(actor.org));
    const other = aMobile(actor.org);
    await expect(start(actor, other)).rejects.toMatchObject({ need: "otp" });
    expect(await messagesTo(other)).toEqual([]);
  });

  test("a proof by a number that was replaced since is worthless: the current number must prove it", async () => {
    const member = await aMemberWithMobile();
    const actor = await enter(member);
    const [first, second] = [aMobile(member.org), aMobile(member.org)];
    await startProved(actor, first);
    // Makes the waiting time before a resend pass.
    await db()
      .update(otpChallenges)
      .set({ createdAt: sql`created_at - interval '31 seconds'` })
      .where(eq(otpChallenges.userId, member.userId));
    const { challengeId } = await startProved(actor, second);
    const { sid } = await confirm(actor, { challengeId, code: await latestCode(second) });
    const renewed = await enter(member, { sid });
    await expect(start(renewed, first)).rejects.toMatchObject({ need: "otp" });
  });

  test("a code sent before a first number was registered cannot replace the number registered since", async () => {
    const member = await aMember({ hasPassword: true });
    const [early, late] = [await enter(member), await enter(member)];
    const [theirs, mine] = [aMobile(member.org), aMobile(member.org)];
    const trap = await sendMobileCode(early, { mobile: theirs, password: testPassword });
    const { challengeId } = await sendMobileCode(late, { mobile: mine, password: testPassword });
    await confirmMobile(await takeProof(late, { challengeId, code: await latestCode(mine) }));
    const guess = { challengeId: trap.challengeId, code: await latestCode(theirs) };
    await expect(confirm(early, guess)).rejects.toMatchObject(expired);
    expect(await mobileOf(early)).toBe(mine);
  });

  test("one session's proof and codes do not work in another", async () => {
    const member = await aMemberWithMobile();
    const [mine, theirs] = [await enter(member), await enter(member)];
    const mobile = aMobile(member.org);
    const { challengeId } = await startProved(mine, mobile);
    await expect(start(theirs, mobile)).rejects.toMatchObject({ need: "otp" });
    const guess = { challengeId, code: await latestCode(mobile) };
    await expect(confirm(theirs, guess)).rejects.toMatchObject(expired);
    expect(await mobileOf(mine)).toBe(member.mobile);
  });

  test.each(["+14155550123", "+60123456789", "+911800123456", "12345"])(
    "%s is refused before anything is sent (O-15)",
    async (mobile) => {
      const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
      await expect(start(actor, mobile)).rejects.toMatchObject({ code: "mobile_not_accepted" });
    },
  );

  test("the current number is refused as unchanged", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const change = start(actor, await mobileOf(actor));
    await expect(change).rejects.toMatchObject({ code: "mobile_unchanged" });
  });
});
