import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { recoveryCodes } from "@/db/schema/factors";
import { merchants, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import type { SecurityAction } from "@/lib/orgs/org";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { noticesTo } from "@/lib/testing/outbox";
import { actorOf, aMember, aSession, testPassword } from "@/lib/testing/people";
import { getFactors } from "./get-factors";
import type { FactorChange } from "./own-factors";
import { remakeRecoveryCodes } from "./remake-recovery-codes";
import { turnOffTwoStep } from "./turn-off";
import { turnOnTwoStep } from "./turn-on";

const password = testPassword;

/** Requests a code, reads it off the phone, and makes the change with it, as the page does. */
async function withCode<T>(
  actor: Actor,
  mobile: string | null,
  asked: SecurityAction,
  verb: (actor: Actor, input: FactorChange) => Promise<T>,
): Promise<T> {
  const { challengeId } = await requestCode(actor, securityTarget(asked));
  const guess = { challengeId, code: await latestCode(mobile ?? "") };
  return verb(await takeProof(actor, guess), { password });
}

const countCodes = (userId: string) => db().$count(recoveryCodes, eq(recoveryCodes.userId, userId));

describe("2-step verification", () => {
  test("is turned on with password and code, gives ten codes, and everybody concerned is told (L-15)", async () => {
    const owner = await aMember();
    const member = await aMember({
      merchantId: owner.merchantId,
      role: "viewer",
      mobile: true,
      hasPassword: true,
    });
    const actor = await actorOf(member, await aSession(member));
    await expect(turnOnTwoStep(actor, { password })).rejects.toMatchObject({ need: "otp" });
    const codes = await withCode(actor, member.mobile, "two-step", turnOnTwoStep);
    expect(new Set(codes).size).toBe(10);
    expect(await getFactors(actor)).toMatchObject({ isTwoStepOn: true, recoveryCodesLeft: 10 });
    for (const { email } of [owner, member]) {
      expect(await noticesTo(email, "two-step-on")).toMatchObject([
        { facts: { who: `${member.name} (${member.email})` } },
      ]);
    }
    const covered = await actorOf(member, await aSession(member, { otp: true }));
    const again = turnOnTwoStep(covered, { password });
    await expect(again).rejects.toMatchObject({ code: "two_step_unchanged" });
    expect(await countCodes(member.userId)).toBe(10);
  });

  test("needs the password even in a covered session, and a factor (O-12)", async () => {
    const member = await aMember({ mobile: true, hasPassword: true });
    const actor = await actorOf(member, await aSession(member, { otp: true }));
    const wrong = turnOnTwoStep(actor, { password: "not the password" });
    await expect(wrong).rejects.toMatchObject({ code: "wrong_password" });
    expect((await getFactors(actor)).isTwoStepOn).toBe(false);
    const bare = await aMember({ hasPassword: true });
    const without = await actorOf(bare, await aSession(bare));
    const first = turnOnTwoStep(without, { password });
    await expect(first).rejects.toMatchObject({ need: "verify-mobile" });
    // Even if a brand asks for no code, it cannot be turned on without a factor that could answer.
    const lax = { ...without.org, policy: { ...without.org.policy, securityStepUp: false } };
    const unasked = turnOnTwoStep({ ...without, org: lax }, { password });
    await expect(unasked).rejects.toMatchObject({ code: "two_step_needs_factor" });
  });

  test("is turned off with password and code, but not if one of the user's merchants requires it (D1)", async () => {
    const member = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
    const actor = await actorOf(member, await aSession(member, { otp: true }));
    await remakeRecoveryCodes(actor, { password });
    const require = (isTwoStepRequired: boolean) =>
      db().update(merchants).set({ isTwoStepRequired }).where(eq(merchants.id, member.merchantId));
    await require(true);
    const enforced = turnOffTwoStep(actor, { password });
    await expect(enforced).rejects.toMatchObject({ code: "two_step_enforced" });
    expect((await getFactors(actor)).isEnforced).toBe(true);
    await require(false);
    await turnOffTwoStep(actor, { password });
    expect(await getFactors(actor)).toMatchObject({ isTwoStepOn: false, recoveryCodesLeft: 0 });
    expect(await noticesTo(member.email, "two-step-off")).toHaveLength(1);
    const again = remakeRecoveryCodes(actor, { password });
    await expect(again).rejects.toMatchObject({ code: "two_step_is_off" });
  });

  test("new recovery codes void the old ones; a code asked for another change makes none (O-3)", async () => {
    const member = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
    const actor = await actorOf(member, await aSession(member));
    const other = withCode(actor, member.mobile, "two-step", remakeRecoveryCodes);
    await expect(other).rejects.toMatchObject({ code: "code_expired" });
    const first = await withCode(actor, member.mobile, "recovery-codes", remakeRecoveryCodes);
    await db()
      .update(recoveryCodes)
      .set({ usedAt: new Date() })
      .where(eq(recoveryCodes.userId, member.userId));
    const covered = await actorOf(member, await aSession(member, { otp: true }));
    const second = await remakeRecoveryCodes(covered, { password });
    expect(second.filter((code) => first.includes(code))).toEqual([]);
    expect(await countCodes(member.userId)).toBe(10);
    expect(await noticesTo(member.email, "recovery-codes-made")).toHaveLength(2);
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(row?.isTwoStepOn).toBe(true);
  });
});
