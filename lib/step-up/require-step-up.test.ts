import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { generateKey } from "@/lib/api-keys/generate-key";
import { type RegenerateKey, regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Org } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import type { Guess } from "@/lib/otp/confirm-code";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aMobile, anActor, aSession, testClient } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import { requestCode } from "./request-code";
import { requireStepUp } from "./require-step-up";
import { takeProof } from "./take-proof";
import { keyTarget } from "./target";

const now = { mode: "test", choice: "now" } as const;

/** A brand with a stricter policy: a code to generate in Live, and a cover that ends. */
const strict: Org = {
  ...orgs.razorpay,
  policy: {
    ...orgs.razorpay.policy,
    stepUp: { ...orgs.razorpay.policy.stepUp, generate: { test: false, live: true } },
    stepUpMaxAgeMinutes: 10,
  },
};

async function codeFor(
  actor: Actor,
  mobile: string,
  keyId: string,
  purpose: "regenerate" | "deactivate" = "regenerate",
) {
  const { challengeId } = await requestCode(actor, keyTarget(purpose, { mode: "test", keyId }));
  return { challengeId, code: await latestCode(mobile) };
}

/** As the page sends it: with the code in the form. */
const regenerateWith = async (actor: Actor, guess: Guess, input: RegenerateKey) =>
  regenerateKey(await takeProof(actor, guess), input);

async function aPhoneOwner() {
  const member = await aMember({ mobile: true });
  const actor = await actorOf(member, await aSession(member));
  return { member, actor, mobile: member.mobile ?? "", key: await aKey(actor) };
}

describe("step-up (DESIGN §1)", () => {
  test("an OTP at login covers the session; without one a code to the verified mobile is needed (D4)", async () => {
    const covered = await anActor({ mobile: true, otp: true });
    const key = await aKey(covered);
    await regenerateKey(covered, { ...now, keyId: key.keyId, requestId: randomUUID() });
    const { actor, key: other } = await aPhoneOwner();
    const input = { ...now, keyId: other.keyId, requestId: randomUUID() };
    await expect(regenerateKey(actor, input)).rejects.toMatchObject({ need: "otp" });
    expect(await verdictOf(other)).toBe("allowed");
  });

  test("the cover ends when the registered number changes, and with the session (O-14)", async () => {
    const member = await aMember({ mobile: true });
    const actor = await actorOf(member, await aSession(member, { otp: true }));
    const key = await aKey(actor);
    const input = { ...now, keyId: key.keyId, requestId: randomUUID() };
    await db()
      .update(users)
      .set({ mobile: aMobile(member.org) })
      .where(eq(users.id, member.userId));
    await expect(regenerateKey(actor, input)).rejects.toMatchObject({ need: "otp" });
    await db()
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(eq(sessions.id, actor.session.id));
    await expect(regenerateKey(actor, input)).rejects.toMatchObject({ code: "login_expired" });
  });

  test("an action's code authorises that action once, and leaves the session uncovered", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const proof = await codeFor(actor, mobile, key.keyId);
    const input = {
      mode: "test" as const,
      keyId: key.keyId,
      choice: "in-24-hours" as const,
      requestId: randomUUID(),
    };
    const proving = await takeProof(actor, proof);
    const fresh = await regenerateKey(proving, input);
    expect(fresh).not.toBeNull();
    const again = { ...input, keyId: fresh?.keyId ?? "", requestId: randomUUID() };
    const expired = { code: "code_expired" };
    await expect(regenerateWith(actor, proof, again)).rejects.toMatchObject(expired);
    await expect(regenerateKey(proving, again)).rejects.toMatchObject(expired);
    await expect(regenerateKey(actor, again)).rejects.toMatchObject({
      need: "otp",
      target: keyTarget("regenerate", again),
    });
  });

  test("50 parallel submits of one code: one success and one new key (O-5)", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const proof = await codeFor(actor, mobile, key.keyId);
    const submit = () =>
      regenerateWith(actor, proof, { ...now, keyId: key.keyId, requestId: randomUUID() });
    const all = await Promise.allSettled(Array.from({ length: 50 }, submit));
    expect(all.filter((one) => one.status === "fulfilled" && one.value !== null)).toHaveLength(1);
    const { rows } = await db().execute(
      sql`select 1 from api_keys where merchant_id = ${actor.merchant.id}`,
    );
    expect(rows).toHaveLength(2);
  });

  test("the same submit again, with its code used up, is told that its key was made (K-13)", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const proof = await codeFor(actor, mobile, key.keyId);
    const input = { ...now, keyId: key.keyId, requestId: randomUUID() };
    expect(await regenerateWith(actor, proof, input)).not.toBeNull();
    expect(await regenerateWith(actor, proof, input)).toBeNull();
  });

  test("the newest code is accepted, also from a page that does not know its challenge yet", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const first = await codeFor(actor, mobile, key.keyId);
    await db().execute(
      sql`update otp_challenges set created_at = created_at - interval '31 seconds' where id = ${first.challengeId}`,
    );
    const second = await codeFor(actor, mobile, key.keyId);
    const input = { ...now, keyId: key.keyId, requestId: randomUUID() };
    const { challengeId } = first;
    const old = regenerateWith(actor, first, input);
    await expect(old).rejects.toMatchObject({
      code: first.code === second.code ? "" : "wrong_code",
    });
    const late = { challengeId, code: second.code };
    expect(await regenerateWith(actor, late, input)).not.toBeNull();
  });

  test("a failed command has used up its code: neither another code nor the same one works again", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const proof = await codeFor(actor, mobile, key.keyId);
    const input = { ...now, keyId: key.keyId, requestId: randomUUID() };
    // The command did not finish: the database went away after the code was confirmed.
    expect((await takeProof(actor, proof)).proof?.verdict).toBe("confirmed");
    for (const code of [proof.code, "000000"]) {
      const again = regenerateWith(actor, { ...proof, code }, input);
      await expect(again).rejects.toMatchObject({ code: "code_expired" });
    }
    expect(await verdictOf(key)).toBe("allowed");
  });

  test("a code for one action is refused for another, and still works once for its own", async () => {
    const { actor, mobile, key } = await aPhoneOwner();
    const proof = await codeFor(actor, mobile, key.keyId, "deactivate");
    const proving = await takeProof(actor, proof);
    const about = { mode: "test", keyId: key.keyId } as const;
    const use = (purpose: "regenerate" | "deactivate") =>
      transaction((tx) => requireStepUp(tx, proving, keyTarget(purpose, about)));
    await expect(use("regenerate")).rejects.toMatchObject({ code: "code_expired" });
    await expect(use("deactivate")).resolves.toBeDefined();
    await expect(use("deactivate")).rejects.toMatchObject({ code: "code_expired" });
  });
});

describe("a stricter brand (DESIGN §3)", () => {
  test("asks for an OTP to generate in Live, not in Test", async () => {
    const actor = { ...(await anActor({ mobile: true })), org: strict, client: testClient };
    await generateKey(actor, { mode: "test", requestId: randomUUID() });
    const live = { mode: "live", requestId: randomUUID() } as const;
    await expect(generateKey(actor, live)).rejects.toMatchObject({ need: "otp" });
  });

  test("lets an OTP at login cover only so many minutes", async () => {
    const actor = { ...(await anActor({ mobile: true, otp: true })), org: strict };
    const key = await aKey(actor);
    const age = (minutes: number) =>
      db()
        .update(sessions)
        .set({ otpAt: sql`now() - make_interval(mins => ${minutes})` })
        .where(eq(sessions.id, actor.session.id));
    const target = keyTarget("regenerate", { mode: "test", keyId: key.keyId });
    await age(9);
    await expect(transaction((tx) => requireStepUp(tx, actor, target))).resolves.toBeDefined();
    await age(10);
    await expect(transaction((tx) => requireStepUp(tx, actor, target))).rejects.toMatchObject({
      need: "otp",
    });
  });
});
