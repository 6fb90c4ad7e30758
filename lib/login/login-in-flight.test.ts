/** A login takes a third of a second to check its password. What is done meanwhile must hold for it too (S-8). */
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { turnOnTwoStep } from "@/lib/factors/turn-on";
import { bcryptHash, hashingFigures } from "@/lib/passwords/bcrypt-pool";
import { changePassword } from "@/lib/passwords/change-password";
import { requestReset } from "@/lib/passwords/request-reset";
import { resetPassword } from "@/lib/passwords/reset-password";
import { coverSession } from "@/lib/sessions/cover";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { endSession } from "@/lib/sessions/end-session";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { latestToken } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  anActor,
  aSession,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { logIn, sendLoginCode, verifyLogin } from "./log-in";

const refused = { code: "wrong_credentials" };
const newPassword = "a-quite-different-password";

const start = (member: TestMember) =>
  logIn(member.org, { email: member.email, password: testPassword }, testClient);

/** Keeps every hashing thread busy for a second or two: what has a place meanwhile waits in the order it came. */
const pauseHashing = () =>
  Promise.all(Array.from({ length: hashingFigures().threads }, () => bcryptHash("busy", 13)));

const triesOf = async ({ userId }: TestMember) =>
  (await db().select().from(users).where(eq(users.id, userId)))[0]?.failedPasswords ?? 0;

async function untilSomebodyHasAPlace() {
  const before = Date.now();
  while (hashingFigures().busy === 0) {
    if (Date.now() - before > 10_000) throw new Error("nothing was asked to be hashed");
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function untilTriesAre(member: TestMember, tries: number) {
  const before = Date.now();
  while ((await triesOf(member)) !== tries)
    if (Date.now() - before > 10_000) throw new Error(`there were never ${tries} tries`);
}

/** The login has read the user and counted its try; its comparison waits. */
async function loginUnderWay(member: TestMember) {
  const login = start(member).then(
    (result) => result,
    (error) => error,
  );
  await untilTriesAre(member, 1);
  return { login };
}

async function aPerson(options: { mobile?: boolean; isTwoStepOn?: boolean } = {}) {
  const member = await aMember({ hasPassword: true, ...options });
  const actor = await actorOf(member, await aSession(member, { otp: true }));
  return { member, actor };
}

const openSessions = async ({ userId }: TestMember) =>
  db().$count(sessions, sql`user_id = ${userId} and revoked_at is null`);

describe("a login under way opens nothing once", () => {
  test("the password was reset", async () => {
    const { member } = await aPerson();
    await requestReset(member.org, { email: member.email }, testClient);
    const token = await latestToken(member.email, "password-reset");
    const paused = pauseHashing();
    const reset = resetPassword(member.org, { token, password: newPassword }, testClient);
    // Its hash is asked for once the word lists have been looked through: before the login's comparison.
    await untilSomebodyHasAPlace();
    const { login } = await loginUnderWay(member);
    await Promise.all([paused, reset]);
    expect(await login).toMatchObject(refused);
    expect(await openSessions(member)).toBe(0);
  });

  test("the password was changed", async () => {
    const { member, actor } = await aPerson();
    const input = { currentPassword: testPassword, newPassword };
    const change = changePassword(actor, input);
    // The present password is being compared, and was right: the new one is being hashed now.
    await untilTriesAre(member, 1);
    await untilTriesAre(member, 0);
    const { login } = await loginUnderWay(member);
    await change;
    expect(await login).toMatchObject(refused);
    expect(await openSessions(member)).toBe(1);
  });

  test("2-step verification was turned on", async () => {
    const { member, actor } = await aPerson({ mobile: true });
    const paused = pauseHashing();
    const change = turnOnTwoStep(actor, { password: testPassword });
    await untilTriesAre(member, 1);
    const login = start(member).then(
      (result) => result,
      (error) => error,
    );
    await untilTriesAre(member, 2);
    await Promise.all([paused, change]);
    expect(await login).toMatchObject(refused);
    expect(await openSessions(member)).toBe(1);
  });

  test("the others were logged out", async () => {
    const { member, actor } = await aPerson();
    const paused = pauseHashing();
    const { login } = await loginUnderWay(member);
    await endOtherSessions(actor);
    await paused;
    expect(await login).toMatchObject(refused);
    expect(await openSessions(member)).toBe(1);
  });

  test("the user was disabled", async () => {
    const { member } = await aPerson();
    const paused = pauseHashing();
    const { login } = await loginUnderWay(member);
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, member.userId));
    await paused;
    expect(await login).toMatchObject(refused);
    expect(await openSessions(member)).toBe(1);
  });
});

describe("a login that waits for its code opens nothing once", () => {
  async function aPendingLogin() {
    const { member, actor } = await aPerson({ mobile: true, isTwoStepOn: true });
    const result = await start(member);
    if (result.step !== "otp") throw new Error("no second step");
    const { challengeId } = await sendLoginCode(member.org, result.token, testClient);
    const guess = { challengeId, code: await latestCode(member.mobile ?? "") };
    return {
      member,
      actor,
      finish: () => verifyLogin(member.org, result.token, guess, testClient),
    };
  }

  test("the others were logged out", async () => {
    const { member, actor, finish } = await aPendingLogin();
    await endOtherSessions(actor);
    await expect(finish()).rejects.toMatchObject({ code: "login_expired" });
    expect(await openSessions(member)).toBe(1);
  });

  test("the user was disabled", async () => {
    const { member, finish } = await aPendingLogin();
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, member.userId));
    await expect(finish()).rejects.toMatchObject({ code: "login_expired" });
    expect(await openSessions(member)).toBe(1);
  });
});

test("a session that was ended gains no rights", async () => {
  const actor = await anActor({ mobile: true });
  await endSession(actor);
  const cover = transaction((tx) => coverSession(tx, actor, { mobile: "+919876500000" }));
  await expect(cover).rejects.toMatchObject({ code: "login_expired" });
});
