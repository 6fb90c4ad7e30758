import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { takeProof } from "@/lib/step-up/take-proof";
import { latestCode, messagesTo } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aMobile, anActor, aSession, testPassword } from "@/lib/testing/people";
import { confirmMobile, sendMobileCode } from "./verify-mobile";

const now = { mode: "test", choice: "now" } as const;

describe("verifying a first mobile (D10, O-12)", () => {
  test("needs the password, registers the number that the code was sent to, covers the session and rotates its cookie", async () => {
    const member = await aMember({ hasPassword: true });
    const session = await aSession(member);
    const actor = await actorOf(member, session);
    const key = await aKey(actor);
    const input = { ...now, keyId: key.keyId, requestId: randomUUID() };
    await expect(regenerateKey(actor, input)).rejects.toMatchObject({ need: "verify-mobile" });
    const mobile = aMobile(member.org);
    const typed = { mobile: mobile.slice(3), password: "not-my-password" };
    await expect(sendMobileCode(actor, typed)).rejects.toMatchObject({ code: "wrong_password" });
    expect(await messagesTo(mobile)).toHaveLength(0);
    const { challengeId } = await sendMobileCode(actor, { ...typed, password: testPassword });
    const guess = { challengeId, code: await latestCode(mobile) };
    const { sid } = await confirmMobile(await takeProof(actor, guess));
    await expect(actorOf(member, session)).rejects.toThrow();
    const renewed = await actorOf(member, { sid });
    expect(renewed.session.id).toBe(actor.session.id);
    expect(await regenerateKey(renewed, input)).not.toBeNull();
    const [user] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(user?.mobile).toBe(mobile);
  });

  test.each([
    "+14155550123",
    "+919876543210123",
    "12345",
    "+911800123456",
    "not a number",
    "+60123456789",
  ])("%s is refused before any SMS is sent (O-15)", async (mobile) => {
    const actor = await anActor({ hasPassword: true });
    await expect(sendMobileCode(actor, { mobile, password: testPassword })).rejects.toMatchObject({
      code: "mobile_not_accepted",
    });
  });

  test("a registered number cannot be replaced this way", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const typed = { mobile: aMobile(actor.org), password: testPassword };
    await expect(sendMobileCode(actor, typed)).rejects.toMatchObject({
      code: "mobile_already_verified",
    });
  });
});
