import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { codeOwner } from "@/lib/otp/challenge";
import { confirmCode } from "@/lib/otp/confirm-code";
import { openSecret } from "@/lib/otp/sealed-secret";
import { requestCode } from "@/lib/step-up/request-code";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { anApp, appCode } from "@/lib/testing/authenticator";
import { noticesTo } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  aMobile,
  aSession,
  type MemberOptions,
  testPassword,
} from "@/lib/testing/people";
import { confirmAuthenticator } from "./confirm-authenticator";
import { removeAuthenticator } from "./remove-authenticator";
import { setUpAuthenticator } from "./set-up-authenticator";

const password = testPassword;
const target = securityTarget("authenticator");

async function aPerson(options: MemberOptions & { otp?: boolean } = {}) {
  const member = await aMember({ hasPassword: true, ...options });
  return { member, actor: await actorOf(member, await aSession(member, options)) };
}

async function userOf(userId: string) {
  const [user] = await db().select().from(users).where(eq(users.id, userId));
  if (!user) throw new Error("no such user");
  return user;
}

const appsOf = (userId: string) =>
  db().select().from(authenticators).where(eq(authenticators.userId, userId));

describe("setting up an authenticator app", () => {
  test("needs password and code, draws a QR code with brand and email, and stores the secret sealed (O-17)", async () => {
    const { member, actor } = await aPerson({ mobile: true });
    await expect(setUpAuthenticator(actor, { password })).rejects.toMatchObject({ need: "otp" });
    const wrong = setUpAuthenticator(actor, { password: "not the password" });
    await expect(wrong).rejects.toMatchObject({ code: "wrong_password" });
    const covered = await actorOf(member, await aSession(member, { otp: true }));
    const { secret, uri, qr } = await setUpAuthenticator(covered, { password });
    expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
    const { protocol, host, pathname, searchParams } = new URL(uri);
    expect([protocol, host]).toEqual(["otpauth:", "totp"]);
    expect(decodeURIComponent(pathname)).toBe(`/Razorpay:${member.email}`);
    expect([searchParams.get("issuer"), searchParams.get("secret")]).toEqual(["Razorpay", secret]);
    expect(qr.size).toBeGreaterThan(29);
    expect(qr.path).toMatch(/^M4 4h7v1h-7z(M\d+ \d+h\d+v1h-\d+z)+$/);
    const [row] = await appsOf(member.userId);
    expect(row?.confirmedAt).toBeNull();
    expect(row?.sealedSecret.includes(Buffer.from(secret))).toBe(false);
    expect(row && openSecret(row.id, row)).toBe(secret);
    // It has no effect yet.
    expect((await userOf(member.userId)).authenticatorId).toBeNull();
  });

  test("takes effect only after a right code, which is used up (O-10, M6)", async () => {
    const { member, actor } = await aPerson({ mobile: true, otp: true });
    const nothing = confirmAuthenticator(actor, { code: "000000" });
    await expect(nothing).rejects.toMatchObject({ code: "code_expired" });
    const { secret } = await setUpAuthenticator(actor, { password });
    const code = await appCode(secret);
    expect(await confirmAuthenticator(actor, { code })).toEqual({ sid: null });
    const { authenticatorId, wrongCodes } = await userOf(member.userId);
    expect(wrongCodes).toBe(0);
    expect(await noticesTo(member.email, "authenticator-added")).toHaveLength(1);
    const { challengeId, method } = await requestCode(actor, target);
    expect(method).toBe("app");
    const tryCode = (guess: string) =>
      confirmCode(codeOwner(actor), { id: challengeId, target }, guess);
    expect(await tryCode(code)).toBe("wrong");
    expect(await tryCode(await appCode(secret, 1))).toBe("confirmed");
    expect((await appsOf(member.userId)).map(({ id }) => id)).toEqual([authenticatorId]);
  });

  test("malformed codes are refused and each counts; the ninth locks (O-9, D11)", async () => {
    const { member, actor } = await aPerson({ mobile: true, otp: true });
    const { secret } = await setUpAuthenticator(actor, { password });
    const malformed = [
      "",
      "12345",
      "1234567",
      "１２３４５６",
      "abcdef",
      "12 456",
      "\u0000",
      "9".repeat(64),
    ];
    for (const [index, code] of malformed.entries()) {
      await expect(confirmAuthenticator(actor, { code })).rejects.toMatchObject({
        code: "wrong_code",
      });
      expect((await userOf(member.userId)).wrongCodes).toBe(index + 1);
    }
    const last = confirmAuthenticator(actor, { code: "none" });
    await expect(last).rejects.toMatchObject({ code: "code_locked" });
    const right = confirmAuthenticator(actor, { code: await appCode(secret) });
    await expect(right).rejects.toMatchObject({ code: "code_locked" });
    expect(await noticesTo(member.email, "codes-locked")).toHaveLength(1);
  });

  test("replaces the older app, whose codes and cover stop working (O-14)", async () => {
    const { member } = await aPerson({ isTwoStepOn: false });
    const old = await anApp(member);
    await db().update(users).set({ isTwoStepOn: true }).where(eq(users.id, member.userId));
    const { authenticatorId } = await userOf(member.userId);
    const session = await aSession(member);
    await db().execute(sql`update sessions set otp_at = now(), otp_authenticator_id = ${authenticatorId}
      where id = ${session.sessionId}`);
    const actor = await actorOf(member, session);
    const { secret } = await setUpAuthenticator(actor, { password });
    await confirmAuthenticator(actor, { code: await appCode(secret) });
    expect(await appsOf(member.userId)).toHaveLength(1);
    await expect(transaction((tx) => requireStepUp(tx, actor, target))).rejects.toMatchObject({
      need: "otp",
    });
    const { challengeId } = await requestCode(actor, target);
    const verdict = await confirmCode(
      codeOwner(actor),
      { id: challengeId, target },
      await appCode(old, 1),
    );
    expect(verdict).toBe("wrong");
  });

  test("of a first factor covers the session, like a first mobile (D10)", async () => {
    const { member, actor } = await aPerson();
    const { secret } = await setUpAuthenticator(actor, { password });
    const { sid } = await confirmAuthenticator(actor, { code: await appCode(secret) });
    const renewed = await actorOf(member, { sid: sid ?? "" });
    await expect(transaction((tx) => requireStepUp(tx, renewed, target))).resolves.toBeDefined();
  });

  test("that began before a mobile was verified cannot be finished after it, because it would avoid the code to that mobile", async () => {
    const { member, actor } = await aPerson();
    const { secret } = await setUpAuthenticator(actor, { password });
    await db()
      .update(users)
      .set({ mobile: aMobile(member.org), mobileVerifiedAt: sql`now()` })
      .where(eq(users.id, member.userId));
    const late = confirmAuthenticator(actor, { code: await appCode(secret) });
    await expect(late).rejects.toMatchObject({ code: "code_expired" });
  });

  test("is undone with password and code, unless 2-step verification would have no factor left", async () => {
    const { member, actor } = await aPerson({ mobile: true, otp: true });
    await anApp(member);
    await removeAuthenticator(actor, { password });
    expect(await appsOf(member.userId)).toEqual([]);
    expect(await noticesTo(member.email, "authenticator-removed")).toHaveLength(1);
    const only = await aPerson();
    await anApp(only.member);
    await db().execute(
      sql`update users set is_two_step_on = true where id = ${only.member.userId}`,
    );
    await db().execute(sql`update sessions set otp_at = now(), otp_recovery_code_id = 'rec_x'
      where id = ${only.actor.session.id}`);
    const refused = removeAuthenticator(only.actor, { password });
    await expect(refused).rejects.toMatchObject({ code: "two_step_needs_factor" });
    expect(await appsOf(only.member.userId)).toHaveLength(1);
  });
});
