import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { orgs } from "@/lib/orgs/orgs";
import { latestCode } from "@/lib/testing/inbox";
import { aMember, type TestMember, testClient, testPassword } from "@/lib/testing/people";
import { logIn, sendLoginCode, verifyLogin } from "./log-in";
import { hashPassword, isOutdated, verifyPassword } from "./password";
import { findActor } from "./sessions";
import { spendRate } from "./spend-rate";

const tryLogin = (member: TestMember, password = testPassword) =>
  logIn(member.org, { email: member.email, password }, testClient);
const refused = { code: "wrong_credentials" };

describe("logging in", () => {
  test("a right password opens a session in Test Mode; e-mail case does not matter", async () => {
    const member = await aMember({ hasPassword: true });
    const result = await logIn(
      member.org,
      { email: ` ${member.email.toUpperCase()}`, password: testPassword },
      testClient,
    );
    if (result.step !== "signed-in") throw new Error("no session");
    const actor = await findActor(member.org, result.sid, testClient);
    expect(actor).toMatchObject({
      role: "owner",
      session: { mode: "test" },
      merchant: { id: member.merchantId },
    });
  });

  test("wrong password, unknown, disabled and password-less users hear the same (L-7, L-8)", async () => {
    const member = await aMember({ hasPassword: true });
    const disabled = await aMember({ hasPassword: true });
    const passwordless = await aMember();
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, disabled.userId));
    const answers = await Promise.all(
      [
        tryLogin(member, "not-the-password-at-all"),
        tryLogin({ ...member, email: "nobody@tests.test" }),
        tryLogin(disabled),
        tryLogin(passwordless, ""),
      ].map((login) => login.catch((error) => ({ code: error.code, message: error.message }))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject(refused);
  });

  test("one brand's user is unknown to the others (W-9)", async () => {
    const member = await aMember({ hasPassword: true });
    await expect(tryLogin({ ...member, org: orgs.curlec })).rejects.toMatchObject(refused);
  });

  test("from the fifth wrong password each next try must wait; the tenth locks for 30 minutes (L-9)", async () => {
    const member = await aMember({ hasPassword: true });
    const open = await tryLogin(member);
    await db().update(users).set({ failedPasswords: 9 }).where(eq(users.id, member.userId));
    await expect(tryLogin(member, "wrong-password-1")).rejects.toMatchObject(refused);
    await expect(tryLogin(member)).rejects.toMatchObject(refused);
    const [row] = await db()
      .select({
        minutes: sql<number>`round(extract(epoch from password_retry_at - now()) / 60)::int`,
      })
      .from(users)
      .where(eq(users.id, member.userId));
    expect(row?.minutes).toBe(30);
    // Whoever is in stays in: the lock is no weapon against an open session.
    if (open.step === "signed-in")
      expect(await findActor(member.org, open.sid, testClient)).not.toBeNull();
    await db()
      .update(users)
      .set({ passwordRetryAt: sql`now() - interval '1 second'` })
      .where(eq(users.id, member.userId));
    expect((await tryLogin(member)).step).toBe("signed-in");
  });

  test("of 12 parallel guesses at one account five are evaluated (L-10)", async () => {
    const member = await aMember({ hasPassword: true });
    await Promise.allSettled(
      Array.from({ length: 12 }, () => tryLogin(member, "wrong-password-2")),
    );
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(row?.failedPasswords).toBe(5);
  });

  test("an address may use only its share: of 50 parallel uses of a limit of 10, ten pass", async () => {
    const key = `test ${crypto.randomUUID()}`;
    const passed = await Promise.all(Array.from({ length: 50 }, () => spendRate(key, 10, 60)));
    expect(passed.filter(Boolean)).toHaveLength(10);
  });

  test("a user has five sessions; the sixth login ends the oldest (S-9)", async () => {
    const member = await aMember({ hasPassword: true });
    const sids: string[] = [];
    for (let n = 0; n < 6; n++) {
      const result = await tryLogin(member);
      if (result.step === "signed-in") sids.push(result.sid);
    }
    const alive = await Promise.all(sids.map((sid) => findActor(member.org, sid, testClient)));
    expect(alive.map((actor) => actor !== null)).toEqual([false, true, true, true, true, true]);
  });
});

describe("logging in with 2-step verification", () => {
  test("the password alone opens nothing; the code opens a session that counts as stepped up (L-13, D4)", async () => {
    const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
    const first = await tryLogin(member);
    if (first.step !== "otp") throw new Error("no OTP step");
    expect(await findActor(member.org, first.token, testClient)).toBeNull();
    const { challengeId } = await sendLoginCode(member.org, first.token, testClient);
    const guess = { challengeId, code: await latestCode(member.mobile ?? "") };
    await expect(verifyLogin(member.org, "another-token", guess, testClient)).rejects.toMatchObject(
      { code: "login_expired" },
    );
    const { sid } = await verifyLogin(member.org, first.token, guess, testClient);
    const actor = await findActor(member.org, sid, testClient);
    const [row] = await db()
      .select()
      .from(sessions)
      .where(eq(sessions.id, actor?.session.id ?? ""));
    expect(row?.otpMobile).toBe(member.mobile);
    await expect(verifyLogin(member.org, first.token, guess, testClient)).rejects.toMatchObject({
      code: "login_expired",
    });
  });

  test("of parallel submits of one code one session comes out", async () => {
    const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
    const first = await tryLogin(member);
    if (first.step !== "otp") throw new Error("no OTP step");
    const { challengeId } = await sendLoginCode(member.org, first.token, testClient);
    const guess = { challengeId, code: await latestCode(member.mobile ?? "") };
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => verifyLogin(member.org, first.token, guess, testClient)),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

describe("a password hash (D3)", () => {
  test("reads all 80 bytes, and the same letters in either Unicode form (L-4, L-6)", async () => {
    const long = "x".repeat(72);
    const stored = await hashPassword(`${long}12345678`);
    expect(await verifyPassword(`${long}12345678`, stored)).toBe(true);
    expect(await verifyPassword(`${long}X2345678`, stored)).toBe(false);
    const composed = await hashPassword("caf\u00e9-caf\u00e9-caf\u00e9");
    expect(await verifyPassword("cafe\u0301-cafe\u0301-cafe\u0301", composed)).toBe(true);
  });

  test("never matches when it is missing or unreadable (M5)", async () => {
    for (const stored of [null, "", "nonsense", "hmac384:gone:$2b$12$short"]) {
      expect(await verifyPassword("anything", stored)).toBe(false);
    }
  });

  test("of an older cost is made anew by the next login (L-5)", async () => {
    const member = await aMember({ hasPassword: true });
    const { bcryptHash } = await import("./bcrypt-pool");
    const { createHmac } = await import("node:crypto");
    const { env } = await import("@/lib/core/env");
    const { current, ring } = env().PASSWORD_PEPPERS;
    const preHash = createHmac("sha384", ring.get(current) as Buffer)
      .update(testPassword)
      .digest("base64");
    const old = `hmac384:${current}:${await bcryptHash(preHash, 10)}`;
    await db().update(users).set({ passwordHash: old }).where(eq(users.id, member.userId));
    expect(isOutdated(old)).toBe(true);
    await tryLogin(member);
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(isOutdated(row?.passwordHash ?? "")).toBe(false);
    expect((await tryLogin(member)).step).toBe("signed-in");
  });
});

describe("the audit trail of logins (G-1)", () => {
  test("has every success and failure, and never a password", async () => {
    const member = await aMember({ hasPassword: true });
    await tryLogin(member, "wrong-password-3").catch(() => undefined);
    await tryLogin(member);
    const rows = await db()
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.orgId, member.org.id), eq(auditEvents.userId, member.userId)))
      .orderBy(auditEvents.id);
    expect(rows.map((row) => row.event)).toEqual([
      "login.failed",
      "session.created",
      "login.succeeded",
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/wrong-password-3|a-long-enough/);
  });
});
