import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { generateKey } from "@/lib/api-keys/generate-key";
import { type Org, securityActions } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import type { Guess } from "@/lib/otp/confirm-code";
import { anApp, appCode, restApp } from "@/lib/testing/authenticator";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";
import { requestCode } from "./request-code";
import { requireStepUp } from "./require-step-up";
import { takeProof } from "./take-proof";
import { keyTarget, securityTarget } from "./target";

/** A brand that asks for a code to generate in Live, and whose cover lasts ten minutes only. */
const strict: Org = {
  ...orgs.razorpay,
  policy: {
    ...orgs.razorpay.policy,
    stepUp: { ...orgs.razorpay.policy.stepUp, generate: { test: false, live: true } },
    stepUpMaxAgeMinutes: 10,
  },
};

async function atStrict(member: TestMember, options: { otp?: boolean } = {}): Promise<Actor> {
  return { ...(await actorOf(member, await aSession(member, options))), org: strict };
}

const live = { mode: "live", keyId: null } as const;
const isMadeWith = async (actor: Actor, guess: Guess | null) =>
  generateKey(guess ? await takeProof(actor, guess) : actor, {
    mode: "live",
    requestId: randomUUID(),
  });

describe("a stricter brand, end to end (DESIGN §3)", () => {
  test("needs a code by SMS to generate in Live, which works in no other mode", async () => {
    const member = await aMember({ mobile: true });
    const actor = await atStrict(member);
    await expect(isMadeWith(actor, null)).rejects.toMatchObject({ need: "otp" });
    const inTest = await requestCode(actor, keyTarget("generate", { ...live, mode: "test" }));
    const foreign = {
      challengeId: inTest.challengeId,
      code: await latestCode(member.mobile ?? ""),
    };
    await expect(isMadeWith(actor, foreign)).rejects.toMatchObject({ code: "code_expired" });
    const { challengeId } = await requestCode(actor, keyTarget("generate", live));
    const proof = { challengeId, code: await latestCode(member.mobile ?? "") };
    expect(await isMadeWith(actor, proof)).toMatchObject({
      keyId: expect.stringMatching(/^rzp_live_/),
    });
  });

  test("accepts an authenticator app's code for it, once", async () => {
    const member = await aMember({ mobile: true });
    const secret = await anApp(member);
    const actor = await atStrict(member);
    const asked = await requestCode(actor, keyTarget("generate", live));
    expect(asked).toMatchObject({ method: "app", canTextInstead: true });
    const proof = { challengeId: asked.challengeId, code: await appCode(secret) };
    expect(await isMadeWith(actor, proof)).not.toBeNull();
    const target = securityTarget("authenticator");
    const { challengeId } = await requestCode(actor, target);
    const changeWith = async (code: string) => {
      const proving = await takeProof(actor, { challengeId, code });
      return transaction((tx) => requireStepUp(tx, proving, target));
    };
    await expect(changeWith(proof.code)).rejects.toMatchObject({ code: "wrong_code" });
    await restApp(member);
    await expect(changeWith(await appCode(secret))).resolves.toBeDefined();
  });

  test("asks again for every security change when the OTP at login is ten minutes old, whatever kind it was", async () => {
    const member = await aMember({ mobile: true });
    await anApp(member);
    const actor = await atStrict(member, { otp: true });
    const provedWith = [
      sql`otp_mobile = ${member.mobile}, otp_authenticator_id = null, otp_recovery_code_id = null`,
      sql`otp_mobile = null, otp_recovery_code_id = null,
        otp_authenticator_id = (select authenticator_id from users where id = ${member.userId})`,
      sql`otp_mobile = null, otp_authenticator_id = null, otp_recovery_code_id = 'rec_any'`,
    ];
    const change = (action: (typeof securityActions)[number]) =>
      transaction((tx) => requireStepUp(tx, actor, securityTarget(action)));
    for (const columns of provedWith) {
      await db().execute(sql`update sessions set ${columns} where id = ${actor.session.id}`);
      for (const [age, isCovered] of [
        [9, true],
        [10, false],
      ] as const) {
        await db()
          .update(sessions)
          .set({ otpAt: sql`now() - make_interval(mins => ${age})` })
          .where(eq(sessions.id, actor.session.id));
        for (const action of securityActions) {
          if (isCovered) await expect(change(action)).resolves.toBeDefined();
          else await expect(change(action)).rejects.toMatchObject({ need: "otp" });
        }
      }
    }
  });
});
