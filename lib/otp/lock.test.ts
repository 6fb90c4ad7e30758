import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { findPendingLogin, sendLoginCode, verifyLogin } from "@/lib/login/log-in";
import { openPendingLogin } from "@/lib/login/pending-login";
import { orgs } from "@/lib/orgs/orgs";
import { findActor } from "@/lib/sessions/find-actor";
import { requestCode } from "@/lib/step-up/request-code";
import { securityTarget } from "@/lib/step-up/target";
import { noticesTo } from "@/lib/testing/outbox";
import { actorOf, aMember, aSession, testClient } from "@/lib/testing/people";
import { lockWords } from "./lock";

const until = new Date("2026-11-22T05:12:00Z");

describe("a lock of codes (D11)", () => {
  test("says until when, in the brand's time zone, and who can help", () => {
    expect(lockWords(orgs.razorpay, { until, askOwnerOf: "Acme" })).toMatch(
      /until 10:42 am IST\. Ask the owner of Acme to unlock you, or wait\.$/,
    );
    expect(lockWords(orgs.curlec, { until, askOwnerOf: null })).toMatch(
      /until 01:12 pm (MYT|GMT\+8)\. Wait, or contact support at support@curlec\.test\.$/,
    );
    expect(lockWords(orgs.razorpay, { until, length: "long", askOwnerOf: "Acme" })).toContain(
      "until 22 November 2026 at 10:42 am IST. Ask",
    );
    expect(lockWords(orgs.razorpay, { until, length: "endless", askOwnerOf: "Acme" })).toMatch(
      /locked until somebody unlocks you\. Ask the owner of Acme\.$/,
    );
    expect(lockWords(orgs.axis, { until, askOwnerOf: null })).toContain("support@axis.test");
  });

  test("follows the ninth wrong code at a login's OTP step, which needs the password first; open sessions go on", async () => {
    const owner = await aMember({ merchantName: "Acme Tea" });
    const { merchantId } = owner;
    const member = await aMember({ merchantId, role: "admin", mobile: true, isTwoStepOn: true });
    const inside = await aSession(member, { otp: true });
    const guess = { challengeId: "otc_none", code: "000000" };
    const outside = verifyLogin(member.org, "a token made up", guess, testClient);
    await expect(outside).rejects.toMatchObject({ code: "login_expired" });
    const token = await openPendingLogin(member.org, { id: member.userId });
    const { challengeId } = await sendLoginCode(member.org, token, testClient);
    await db().update(users).set({ wrongCodes: 8 }).where(eq(users.id, member.userId));
    const ninth = verifyLogin(member.org, token, { challengeId, code: "none" }, testClient);
    const words = /Ask the owner of Acme Tea to unlock you, or wait\./;
    await expect(ninth).rejects.toMatchObject({
      code: "code_locked",
      message: expect.stringMatching(words),
    });
    const again = sendLoginCode(member.org, token, testClient);
    await expect(again).rejects.toMatchObject({ code: "code_locked" });
    expect(await findPendingLogin(member.org, token)).toEqual({
      at: "locked",
      words: expect.stringMatching(words),
    });
    // An open session stays open, with all that its cover allows.
    expect(await findActor(member.org, inside.sid, testClient)).not.toBeNull();
    const actor = await actorOf(member, inside);
    const asked = requestCode(actor, securityTarget("two-step"));
    await expect(asked).rejects.toMatchObject({ code: "code_locked" });
    for (const { email } of [owner, member])
      expect(await noticesTo(email, "codes-locked")).toHaveLength(1);
    await db()
      .update(users)
      .set({ codesLockedUntil: sql`now()` })
      .where(eq(users.id, member.userId));
    expect((await findPendingLogin(member.org, token))?.at).toBe("code");
  });
});
