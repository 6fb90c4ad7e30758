import { and, eq, isNull, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { spendRate } from "@/lib/access/spend-rate";
import { orgs } from "@/lib/orgs/orgs";
import { hashingFigures, withHashingPlace } from "@/lib/passwords/bcrypt-pool";
import { findActor } from "@/lib/sessions/find-actor";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, aSession, type TestMember, testClient, testPassword } from "@/lib/testing/people";
import { forgetFailures } from "@/lib/testing/trail";
import { logIn, sendLoginCode, verifyLogin } from "./log-in";

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

  test("wrong password, unknown, disabled and password-less users get the same answer (L-7, L-8)", async () => {
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
    // An open session stays open, so the lock cannot be used to throw somebody out.
    if (open.step === "signed-in")
      expect(await findActor(member.org, open.sid, testClient)).not.toBeNull();
    await db()
      .update(users)
      .set({ passwordRetryAt: sql`now() - interval '1 second'` })
      .where(eq(users.id, member.userId));
    expect((await tryLogin(member)).step).toBe("signed-in");
  });

  test("of 8 parallel guesses at an account that is a try before its lock one is checked (L-10)", async () => {
    const member = await aMember({ hasPassword: true });
    await db().update(users).set({ failedPasswords: 9 }).where(eq(users.id, member.userId));
    await Promise.allSettled(Array.from({ length: 8 }, () => tryLogin(member, "wrong-password-2")));
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(row?.failedPasswords).toBe(10);
  });

  test("an address has a limit: with a limit of 10, ten of 50 parallel uses pass", async () => {
    const key = `test ${crypto.randomUUID()}`;
    const passed = await Promise.all(
      Array.from({ length: 50 }, () => spendRate(db(), key, 10, 60)),
    );
    expect(passed.filter(Boolean)).toHaveLength(10);
  });
});

describe("many sessions and logins at once", () => {
  test("a user has five sessions; the sixth login ends the oldest (S-9)", async () => {
    const member = await aMember();
    const sids: string[] = [];
    for (let n = 0; n < 6; n++) sids.push((await aSession(member)).sid);
    const alive = await Promise.all(sids.map((sid) => findActor(member.org, sid, testClient)));
    expect(alive.map((actor) => actor !== null)).toEqual([false, true, true, true, true, true]);
  });

  test("parallel logins leave five sessions, and sessions that ended idle do not count (S-9)", async () => {
    const member = await aMember();
    const isOpen = and(eq(sessions.userId, member.userId), isNull(sessions.revokedAt));
    const open = () => db().select({ id: sessions.id }).from(sessions).where(isOpen);
    await Promise.all(Array.from({ length: 12 }, () => aSession(member)));
    expect(await open()).toHaveLength(5);
    await db().update(sessions).set({ seenAt: sql`now() - interval '16 minutes'` }).where(isOpen);
    const [kept] = await Promise.all([aSession(member)]);
    for (let n = 0; n < 4; n++) await aSession(member);
    expect(await findActor(member.org, kept.sid, testClient)).not.toBeNull();
  });

  test("a login that we are too busy to check does not count as wrong (L-9)", async () => {
    const member = await aMember({ hasPassword: true });
    let leave: (value?: unknown) => void = () => undefined;
    const inside = new Promise((done) => {
      leave = done;
    });
    // As many as fit, from networks that have sent as much as this one: nothing.
    const before = hashingFigures();
    const networks = Array.from({ length: before.threads + 1 + 512 }, (_, n) => ({
      network: `198.51.100.${n}`,
    }));
    const all = networks.map((network) => withHashingPlace(network, () => inside));
    await expect(tryLogin(member)).rejects.toMatchObject({ code: "busy" });
    leave();
    await Promise.all(all);
    expect(hashingFigures()).toEqual({ ...before, refused: before.refused + 1 });
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(row?.failedPasswords).toBe(0);
  });
});

describe("logging in with 2-step verification", () => {
  test("the password alone opens nothing; the code opens a covered session (L-13, D4)", async () => {
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

  test("parallel submits of one code open one session", async () => {
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

describe("the audit trail of logins (G-1)", () => {
  test("has every success and failure, and never a password", async () => {
    await forgetFailures();
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
