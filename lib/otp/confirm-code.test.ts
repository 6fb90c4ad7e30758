import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { latestCode, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { codeOwner } from "./challenge";
import { confirmCode, type Guess } from "./confirm-code";
import { consumeChallenge } from "./consume-challenge";
import { findChallenge } from "./find-challenge";
import { sendSmsCode } from "./send-sms-code";
import type { Target } from "./target";

const regenerate: Target = {
  purpose: "regenerate",
  mode: "test",
  keyId: "rzp_test_00000000000000",
  subject: null,
};

async function aPhone() {
  const member = await aMember({ mobile: true });
  const actor = await actorOf(member, await aSession(member));
  return { member, actor, mobile: member.mobile ?? "" };
}

/** Enters a code in this session, as any action's page does. */
async function confirm(actor: Actor, { challengeId, code }: Guess) {
  const challenge = await findChallenge(codeOwner(actor), challengeId);
  return challenge ? confirmCode(codeOwner(actor), challenge, code) : "expired";
}

async function send(actor: Actor, mobile: string, target = regenerate) {
  const { challengeId } = await sendSmsCode(codeOwner(actor), target, mobile);
  return { challengeId, code: await latestCode(mobile) };
}

/** Makes the waiting time before a resend pass. */
async function waitForResend(actor: Actor) {
  await db()
    .update(otpChallenges)
    .set({ createdAt: sql`created_at - interval '31 seconds'` })
    .where(and(eq(otpChallenges.userId, actor.user.id), eq(otpChallenges.orgId, actor.org.id)));
}

const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

describe("a sent code", () => {
  test("is confirmed while and after OTP_PEPPER is changed, as long as its pepper is in the ring (D28)", async () => {
    const [old, next] = [aSecret(), aSecret()];
    const rings = [old, `${old},b:${next}`, `b:${next},${old}`, `b:${next}`];
    const sentUnder = (ring = "") =>
      withSecrets({ OTP_PEPPER: ring }, async () => {
        const { actor, mobile } = await aPhone();
        return { actor, ...(await send(actor, mobile)) };
      });
    const confirmedUnder = (ring = "", { actor, ...guess }: Guess & { actor: Actor }) =>
      withSecrets({ OTP_PEPPER: ring }, () => confirm(actor, guess));

    expect(await confirmedUnder(rings[2], await sentUnder(rings[0]))).toBe("confirmed");
    expect(await confirmedUnder(rings[1], await sentUnder(rings[2]))).toBe("confirmed");
    expect(await confirmedUnder(rings[3], await sentUnder(rings[0]))).toBe("wrong");
  });

  test("names brand, action, mode and key, and is bound to our host (O-4, O-19)", async () => {
    const { actor, mobile } = await aPhone();
    const { code } = await send(actor, mobile);
    const [sms] = await messagesTo(mobile);
    expect(sms?.body).toBe(
      `${code} is your Razorpay OTP to regenerate the Test key …000. It is valid for 5 minutes. Never share it with anyone.\n\n@razorpay.localhost #${code}`,
    );
  });

  test("is confirmed once by its own session, and used up once for its own purpose, mode, key and subject (O-3)", async () => {
    const { member, actor, mobile } = await aPhone();
    const stranger = await actorOf(member, await aSession(member));
    const guess = await send(actor, mobile);
    const consume = (who: Actor, target: Target) =>
      transaction((tx) => consumeChallenge(tx, codeOwner(who), target, guess.challengeId));
    expect(await confirm(stranger, guess)).toBe("expired");
    expect(await consume(actor, regenerate)).toBeNull();
    expect(await confirm(actor, guess)).toBe("confirmed");
    expect(await confirm(actor, guess)).toBe("expired");
    expect(await consume(stranger, regenerate)).toBeNull();
    for (const other of [
      { mode: "live" },
      { keyId: "rzp_test_00000000000001" },
      { purpose: "deactivate" },
      { subject: "usr_somebody" },
    ] as const)
      expect(await consume(actor, { ...regenerate, ...other })).toBeNull();
    expect(await consume(actor, regenerate)).toMatchObject({ mobile });
    expect(await consume(actor, regenerate)).toBeNull();
  });

  test("expires after five minutes by the database's clock (O-2)", async () => {
    const { actor, mobile } = await aPhone();
    const guess = await send(actor, mobile);
    const age = (seconds: number) =>
      db()
        .update(otpChallenges)
        .set({ expiresAt: sql`expires_at - make_interval(secs => ${seconds})` })
        .where(eq(otpChallenges.id, guess.challengeId));
    await age(299);
    expect(await confirm(actor, { ...guess, code: wrong(guess.code) })).toBe("wrong");
    await age(2);
    expect(await confirm(actor, guess)).toBe("expired");
  });

  test("of 200 parallel wrong guesses five are checked, and then the right one is refused too (M1, O-6)", async () => {
    const { actor, mobile } = await aPhone();
    const guess = await send(actor, mobile);
    const bad = { ...guess, code: wrong(guess.code) };
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => confirm(actor, bad)));
    expect(verdicts.filter((verdict) => verdict === "wrong")).toHaveLength(5);
    expect(verdicts.filter((verdict) => verdict === "used-up")).toHaveLength(195);
    expect(await confirm(actor, guess)).toBe("used-up");
  });

  test("of 50 parallel right guesses one is confirmed", async () => {
    const { actor, mobile } = await aPhone();
    const guess = await send(actor, mobile);
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => confirm(actor, guess)));
    expect(verdicts.filter((verdict) => verdict === "confirmed")).toHaveLength(1);
  });

  test("counts a malformed guess as a wrong one, once each (O-9)", async () => {
    const { actor, mobile } = await aPhone();
    const guess = await send(actor, mobile);
    for (const code of ["", "12345", "１２３４５６", "12345a"]) {
      expect(await confirm(actor, { ...guess, code })).toBe("wrong");
    }
    expect(await confirm(actor, guess)).toBe("confirmed");
  });

  test("is stored as a keyed hash and wiped after use (O-11)", async () => {
    const { actor, mobile } = await aPhone();
    const guess = await send(actor, mobile);
    const row = async () =>
      (await db().select().from(otpChallenges).where(eq(otpChallenges.id, guess.challengeId)))[0];
    expect(JSON.stringify(await row())).not.toContain(guess.code);
    await confirm(actor, guess);
    expect((await row())?.codeHash).toBeNull();
  });
});

describe("nine wrong codes in a row (D11)", () => {
  test("over several codes lock for 30 minutes; requesting a new code does not reset the count (O-7)", async () => {
    const { actor, mobile } = await aPhone();
    let guess = await send(actor, mobile);
    const tryWrong = () => confirm(actor, { ...guess, code: wrong(guess.code) });
    for (let n = 1; n <= 5; n++) expect(await tryWrong()).toBe("wrong");
    await waitForResend(actor);
    guess = await send(actor, mobile);
    for (let n = 6; n <= 8; n++) expect(await tryWrong()).toBe("wrong");
    expect(await tryWrong()).toBe("locked");
    expect(await confirm(actor, guess)).toBe("locked");
    await waitForResend(actor);
    await expect(send(actor, mobile)).rejects.toMatchObject({ code: "code_locked" });
    await db()
      .update(users)
      .set({ codesLockedUntil: sql`now() - interval '1 second'` })
      .where(eq(users.id, actor.user.id));
    guess = await send(actor, mobile);
    expect(await confirm(actor, guess)).toBe("confirmed");
  });

  test("a right code resets the count", async () => {
    const { actor, mobile } = await aPhone();
    for (let round = 0; round < 3; round++) {
      const guess = await send(actor, mobile);
      for (let n = 0; n < 4; n++) await confirm(actor, { ...guess, code: wrong(guess.code) });
      expect(await confirm(actor, guess)).toBe("confirmed");
      await waitForResend(actor);
    }
  });
});

describe("sending", () => {
  test("a new code voids the older one, and the countdown is kept on the server (O-7)", async () => {
    const { actor, mobile } = await aPhone();
    const first = await send(actor, mobile);
    await expect(send(actor, mobile)).rejects.toMatchObject({ code: "sent_too_soon" });
    await waitForResend(actor);
    const second = await send(actor, mobile);
    const older = { id: first.challengeId, target: regenerate };
    expect(await confirmCode(codeOwner(actor), older, first.code)).toBe("expired");
    expect(await confirm(actor, second)).toBe("confirmed");
  });
});
