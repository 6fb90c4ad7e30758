/** A stranger who knows an email address must not be able to keep its owner out (L-9). */
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { knownDevices } from "@/db/schema/devices";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { findKnownDevice } from "@/lib/devices/known-devices";
import { requestReset } from "@/lib/passwords/request-reset";
import { requirePassword } from "@/lib/passwords/require-password";
import { resetPassword } from "@/lib/passwords/reset-password";
import { aKnownBrowser } from "@/lib/testing/devices";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { latestToken } from "@/lib/testing/outbox";
import { actorOf, aMember, type TestMember, testClient, testPassword } from "@/lib/testing/people";
import { logIn, sendLoginCode, verifyLogin } from "./log-in";

const newPassword = "a-quite-different-password";
const wrong = { code: "wrong_credentials" };

const logsIn = (member: TestMember, client: Client, password = testPassword) =>
  logIn(member.org, { email: member.email, password }, client);

/** What ten wrong passwords from anywhere do. */
const lockedByAStranger = {
  failedPasswords: 10,
  passwordRetryAt: sql`now() + interval '30 minutes'`,
};

async function aLockedOwner() {
  const member = await aMember({ hasPassword: true });
  const browser = await aKnownBrowser(member);
  await db().update(users).set(lockedByAStranger).where(eq(users.id, member.userId));
  return { member, browser };
}

const devicesOf = ({ userId }: TestMember) =>
  db().select().from(knownDevices).where(eq(knownDevices.userId, userId));

const countsOf = async (member: TestMember) => {
  const [user] = await db().select().from(users).where(eq(users.id, member.userId));
  return {
    user: user?.failedPasswords,
    devices: (await devicesOf(member)).map((one) => one.failedPasswords),
  };
};

describe("while a stranger keeps an account locked", () => {
  test("its owner still logs in, in a browser where they have before; the lock for all others stays", async () => {
    const { member, browser } = await aLockedOwner();
    await expect(logsIn(member, testClient)).rejects.toMatchObject(wrong);
    for (const _ of [1, 2]) expect((await logsIn(member, browser)).step).toBe("signed-in");
    await expect(logsIn(member, testClient)).rejects.toMatchObject(wrong);
  });

  test("its owner confirms the password where one is asked again", async () => {
    const { member, browser } = await aLockedOwner();
    const session = await logsIn(member, browser);
    if (session.step !== "signed-in") throw new Error("not logged in");
    const actor = await actorOf(member, session);
    await expect(
      requirePassword({ ...actor, client: browser }, testPassword),
    ).resolves.toMatchObject({
      id: member.userId,
    });
  });

  test("its owner gets in with a reset, in the browser that opened the letter, whatever is tried meanwhile", async () => {
    const member = await aMember({ hasPassword: true });
    await requestReset(member.org, { email: member.email }, testClient);
    const token = await latestToken(member.email, "password-reset");
    const { deviceCookie } = await resetPassword(
      member.org,
      { token, password: newPassword },
      testClient,
    );
    await db().update(users).set(lockedByAStranger).where(eq(users.id, member.userId));
    const browser = { ...testClient, deviceCookie };
    expect((await logsIn(member, browser, newPassword)).step).toBe("signed-in");
  });
});

describe("a known browser", () => {
  test("has a count of its own: its wrong passwords lock it alone, and nobody else's lock it", async () => {
    const member = await aMember({ hasPassword: true });
    const browser = await aKnownBrowser(member);
    await db()
      .update(knownDevices)
      .set({ failedPasswords: 9 })
      .where(eq(knownDevices.userId, member.userId));
    await expect(logsIn(member, browser, "wrong-password-1")).rejects.toMatchObject(wrong);
    await expect(logsIn(member, browser)).rejects.toMatchObject(wrong);
    expect(await countsOf(member)).toEqual({ user: 0, devices: [10] });
    expect((await logsIn(member, testClient)).step).toBe("signed-in");
  });

  test("whose cookie was stolen gives the thief its tries and no more: the hundredth wrong one ends it", async () => {
    const member = await aMember({ hasPassword: true });
    const browser = await aKnownBrowser(member);
    await db()
      .update(knownDevices)
      .set({ failedPasswords: 99 })
      .where(eq(knownDevices.userId, member.userId));
    await expect(logsIn(member, browser, "wrong-password-1")).rejects.toMatchObject(wrong);
    expect(await countsOf(member)).toEqual({ user: 0, devices: [] });
    await expect(logsIn(member, browser, "wrong-password-1")).rejects.toMatchObject(wrong);
    expect(await countsOf(member)).toEqual({ user: 1, devices: [] });
  });

  test("is nobody's but its user's: at another account its tries count as a stranger's", async () => {
    const [mine, theirs] = [
      await aMember({ hasPassword: true }),
      await aMember({ hasPassword: true }),
    ];
    const browser = await aKnownBrowser(mine);
    await expect(logsIn(theirs, browser, "wrong-password-1")).rejects.toMatchObject(wrong);
    expect(await countsOf(theirs)).toEqual({ user: 1, devices: [] });
    expect(await countsOf(mine)).toEqual({ user: 0, devices: [0] });
  });

  test("opens nothing without the password", async () => {
    const { member, browser } = await aLockedOwner();
    await expect(logsIn(member, browser, "wrong-password-1")).rejects.toMatchObject(wrong);
    expect(await countsOf(member)).toEqual({ user: 10, devices: [1] });
  });

  test("becomes known when the login is complete, not with the password alone", async () => {
    const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
    const first = await logsIn(member, testClient);
    if (first.step !== "otp") throw new Error("no OTP step");
    expect(await devicesOf(member)).toEqual([]);
    const { challengeId } = await sendLoginCode(member.org, first.token, testClient);
    const guess = { challengeId, code: await latestCode(member.mobile ?? "") };
    const { deviceCookie } = await verifyLogin(member.org, first.token, guess, testClient);
    const browser = { ...testClient, deviceCookie };
    expect(await findKnownDevice(member.org.id, { email: member.email }, browser)).not.toBeNull();
  });
});
