import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { recoveryCodes } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { openPendingLogin } from "@/lib/login/pending-login";
import { recoverLogin } from "@/lib/login/recover-login";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { noticesTo } from "@/lib/testing/outbox";
import { actorOf, aMember, type TestMember, testClient } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { normalizeRecoveryCode, randomRecoveryCode, replaceRecoveryCodes } from "./recovery-codes";

async function aPersonWithCodes() {
  const member = await aMember({ mobile: true, isTwoStepOn: true });
  const owner = { orgId: member.org.id, userId: member.userId };
  return { member, codes: await transaction((tx) => replaceRecoveryCodes(tx, owner)) };
}

async function logInWith(member: TestMember, code: string, token?: string) {
  const pending = token ?? (await openPendingLogin(member.org, { id: member.userId }));
  return recoverLogin(member.org, pending, { code }, testClient);
}

async function wrongCodesOf({ userId }: TestMember) {
  const [user] = await db().select().from(users).where(eq(users.id, userId));
  return user?.wrongCodes;
}

describe("recovery codes", () => {
  test("have 50 bits and no look-alikes, and are accepted however they are typed; only their hash is stored", async () => {
    const many = Array.from({ length: 2000 }, randomRecoveryCode);
    for (const code of many) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
    expect(new Set(many.join("").replaceAll("-", ""))).toHaveProperty("size", 32);
    expect(new Set(many).size).toBe(2000);
    expect(normalizeRecoveryCode(" AbCde FGHJK ")).toBe("abcdefghjk");
    expect(normalizeRecoveryCode("olI23-45678")).toBe("0112345678");
    for (const none of ["", "abcde", "abcde-fghju", "абвгд-абвгд", "a".repeat(64)])
      expect(normalizeRecoveryCode(none)).toBeNull();
    const { member, codes } = await aPersonWithCodes();
    const rows = await db()
      .select()
      .from(recoveryCodes)
      .where(eq(recoveryCodes.userId, member.userId));
    expect(rows.every(({ codeHash }) => codeHash.length === 32)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(codes[0]);
  });

  test("open one covered session each; the user is told how many are left", async () => {
    const { member, codes } = await aPersonWithCodes();
    const [first = "", second = ""] = codes;
    const { sid } = await logInWith(member, first.toUpperCase());
    const actor = await actorOf(member, { sid });
    const target = securityTarget("authenticator");
    await expect(transaction((tx) => requireStepUp(tx, actor, target))).resolves.toBeDefined();
    expect(await noticesTo(member.email, "recovery-code-used")).toMatchObject([
      { facts: { left: "9" } },
    ]);
    await expect(logInWith(member, first)).rejects.toMatchObject({ code: "wrong_code" });
    expect(await wrongCodesOf(member)).toBe(1);
    await logInWith(member, second);
    expect(await wrongCodesOf(member)).toBe(0);
  });

  test("work only for their user, and only with a pending login (L-13)", async () => {
    const { codes } = await aPersonWithCodes();
    const { member } = await aPersonWithCodes();
    await expect(logInWith(member, codes[0] ?? "")).rejects.toMatchObject({ code: "wrong_code" });
    const without = logInWith(member, codes[0] ?? "", "no-such-token");
    await expect(without).rejects.toMatchObject({ code: "login_expired" });
  });

  test("20 parallel submits of one code, over several logins, open one session (O-5)", async () => {
    const { member, codes } = await aPersonWithCodes();
    const tokens = await Promise.all(
      Array.from({ length: 4 }, () => openPendingLogin(member.org, { id: member.userId })),
    );
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => logInWith(member, codes[0] ?? "", tokens[n % 4])),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const open = await db().select().from(sessions).where(eq(sessions.userId, member.userId));
    expect(open).toHaveLength(1);
  });

  test("share the counter of all codes, counted before they are compared: the ninth wrong one locks (O-6, D11)", async () => {
    const { member, codes } = await aPersonWithCodes();
    const token = await openPendingLogin(member.org, { id: member.userId });
    const guesses = Array.from({ length: 30 }, () =>
      logInWith(member, randomRecoveryCode(), token),
    );
    const answers = await Promise.allSettled(guesses);
    const outcomes = answers.map((one) => one.status === "rejected" && one.reason.code);
    expect(outcomes.filter((code) => code === "wrong_code")).toHaveLength(8);
    expect(outcomes.filter((code) => code === "code_locked")).toHaveLength(22);
    await expect(logInWith(member, codes[0] ?? "", token)).rejects.toMatchObject({
      code: "code_locked",
    });
    expect(await noticesTo(member.email, "codes-locked")).toHaveLength(1);
  });

  test("open a session whichever known key has hashed them, and carry its id (D28)", async () => {
    const [pepper, key] = [aSecret(), aSecret()];
    const before = { OTP_PEPPER: pepper };
    const after = { OTP_PEPPER: pepper, SEALING_KEYS: `s1:${key}` };
    const moved = { OTP_PEPPER: aSecret(), SEALING_KEYS: `s1:${key},${pepper}` };
    const old = await withSecrets(before, aPersonWithCodes);
    const fresh = await withSecrets(after, aPersonWithCodes);
    const idsOf = async ({ member }: typeof old) => {
      const isTheirs = eq(recoveryCodes.userId, member.userId);
      const rows = await db().select().from(recoveryCodes).where(isTheirs);
      return [...new Set(rows.map(({ sealingKeyId }) => sealingKeyId))];
    };
    expect([await idsOf(old), await idsOf(fresh)]).toEqual([["otp:0"], ["s1"]]);
    for (const { member, codes } of [old, fresh]) {
      for (const [n, secrets] of [after, moved].entries()) {
        const { sid } = await withSecrets(secrets, () => logInWith(member, codes[n] ?? ""));
        expect(sid).toBeTruthy();
      }
    }
    const without = { OTP_PEPPER: aSecret(), SEALING_KEYS: `s1:${key}` };
    const lost = withSecrets(without, () => logInWith(old.member, old.codes[9] ?? ""));
    await expect(lost).rejects.toMatchObject({ code: "wrong_code" });
  });
});
