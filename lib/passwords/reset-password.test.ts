import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit";
import { users } from "@/db/schema/people";
import { findPendingLogin, logIn, sendLoginCode } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { spendLetter } from "@/lib/outbox/spend-letter";
import { findActor } from "@/lib/sessions/find-actor";
import { aKnownBrowser } from "@/lib/testing/devices";
import { latestToken, messagesFor } from "@/lib/testing/outbox";
import {
  aMember,
  aSession,
  type MemberOptions,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { forgetFailures } from "@/lib/testing/trail";
import { requestReset } from "./request-reset";
import { findOpenReset, resetPassword } from "./reset-password";

const password = "lantern voyage pumpkin";
const ask = ({ org, email }: TestMember) => requestReset(org, { email }, testClient);
const reset = ({ org }: TestMember, token: string, chosen = password) =>
  resetPassword(org, { token, password: chosen }, testClient);
const gone = { code: "link_expired" };

async function aReset(options: MemberOptions = {}) {
  const member = await aMember({ hasPassword: true, ...options });
  await ask(member);
  return { member, token: await latestToken(member.email, "password-reset") };
}

describe("a forgotten password (L-14)", () => {
  test("is replaced by the link, once; all sessions, pending logins and waits after wrong passwords end, and nobody is logged in", async () => {
    await forgetFailures();
    const { member, token } = await aReset({ mobile: true, isTwoStepOn: true });
    const credentials = { email: member.email, password: testPassword };
    const pending = await logIn(member.org, credentials, testClient);
    if (pending.step !== "otp") throw new Error("no OTP step");
    await sendLoginCode(member.org, pending.token, testClient);
    const session = await aSession(member);
    await db()
      .update(users)
      .set({ failedPasswords: 11, passwordRetryAt: sql`now() + interval '29 minutes'` })
      .where(eq(users.id, member.userId));
    expect(await findOpenReset(member.org, token)).not.toBeNull();
    expect(Object.keys(await reset(member, token))).toEqual(["deviceCookie"]);
    expect(await findActor(member.org, session.sid, testClient)).toBeNull();
    expect(await findPendingLogin(member.org, pending.token)).toBeNull();
    const [user] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(user).toMatchObject({ failedPasswords: 0, passwordRetryAt: null, isTwoStepOn: true });
    const again = await logIn(member.org, { email: member.email, password }, testClient);
    expect(again.step).toBe("otp");
    await expect(logIn(member.org, credentials, testClient)).rejects.toMatchObject({
      code: "wrong_credentials",
    });
    await expect(reset(member, token)).rejects.toMatchObject(gone);
    expect((await messagesFor(member.email))[0]).toMatchObject({
      kind: "password-reset-done",
      facts: { who: `Asha Rao (${member.email})`, byUserId: member.userId },
    });
    const audit = await db()
      .select({ event: auditEvents.event })
      .from(auditEvents)
      .where(eq(auditEvents.userId, member.userId));
    expect(audit.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["password.reset_requested", "password.reset"]),
    );
  });

  test("expires after 15 minutes, and with a newer link; it does not work at another brand", async () => {
    const { member, token } = await aReset();
    await ask(member);
    const newer = await latestToken(member.email, "password-reset");
    await expect(reset(member, token)).rejects.toMatchObject(gone);
    const elsewhere = { token: newer, password };
    await expect(resetPassword(orgs.axis, elsewhere, testClient)).rejects.toMatchObject(gone);
    const [{ minutes } = { minutes: 0 }] = await db()
      .select({ minutes: sql<number>`extract(epoch from expires_at - created_at)::int / 60` })
      .from(passwordResets)
      .where(eq(passwordResets.userId, member.userId));
    expect(minutes).toBe(15);
    await db()
      .update(passwordResets)
      .set({ expiresAt: sql`now()` })
      .where(eq(passwordResets.userId, member.userId));
    expect(await findOpenReset(member.org, newer)).toBeNull();
    await expect(reset(member, newer)).rejects.toMatchObject(gone);
  });

  test("of parallel requests one link stays open; of parallel uses of it one succeeds", async () => {
    const member = await aMember({ hasPassword: true });
    await Promise.all([ask(member), ask(member), ask(member)]);
    const rows = await db()
      .select()
      .from(passwordResets)
      .where(eq(passwordResets.userId, member.userId));
    expect(rows.filter(({ usedAt }) => usedAt === null)).toHaveLength(1);
    await ask(member);
    const token = await latestToken(member.email, "password-reset");
    const uses = await Promise.allSettled(
      ["lantern voyage pumpkin", "gravel quartz mountain", "velvet harbour sixteen"].map((chosen) =>
        reset(member, token, chosen),
      ),
    );
    expect(uses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("an unknown address, another brand's and a disabled user's get no letter, and the answer does not show it (L-7)", async () => {
    const disabled = await aMember({ hasPassword: true });
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, disabled.userId));
    const curlec = await aMember({ org: "curlec", hasPassword: true });
    const nobody = { ...disabled, email: `nobody-${randomUUID()}@tests.test` };
    for (const person of [disabled, nobody, { ...curlec, org: orgs.razorpay }]) {
      expect(await ask(person)).toBeUndefined();
      expect(await messagesFor(person.email)).toEqual([]);
    }
  });

  test("no address gets more than five such mails an hour; the last link stays valid", async () => {
    const { member } = await aReset();
    for (let n = 0; n < 6; n++) await ask(member);
    expect(await messagesFor(member.email)).toHaveLength(5);
    await reset(member, await latestToken(member.email, "password-reset"));
  });

  test("sign-ups with somebody's address, and strangers' requests, leave the letters of a browser that is known", async () => {
    const member = await aMember({ hasPassword: true });
    const browser = await aKnownBrowser(member);
    const mails = async () => (await messagesFor(member.email)).length;
    for (let n = 0; n < 6; n++) await spendLetter(db(), member.org.id, member.email, "letters");
    for (let n = 0; n < 6; n++) await ask(member);
    expect(await mails()).toBe(5);
    for (let n = 0; n < 6; n++) await requestReset(member.org, { email: member.email }, browser);
    expect(await mails()).toBe(10);
    await reset(member, await latestToken(member.email, "password-reset"));
  });

  test("a weak new password is refused with the reason, and the link stays valid", async () => {
    const { member, token } = await aReset({ merchantName: "Velvet Harbour" });
    for (const weak of ["short", "password1234", "velvet-harbour-1"]) {
      await expect(reset(member, token, weak)).rejects.toMatchObject({ code: "password_refused" });
    }
    await reset(member, token);
  });

  test("the letter does not contain the request's host (W-8)", async () => {
    const member = await aMember({ hasPassword: true });
    const client = { ...testClient, host: "evil.example" };
    await requestReset(member.org, { email: member.email }, client);
    expect(JSON.stringify(await messagesFor(member.email))).not.toContain("evil");
  });
});
