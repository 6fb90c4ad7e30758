import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { emailChanges } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { orgs } from "@/lib/orgs/orgs";
import { requestReset } from "@/lib/passwords/request-reset";
import { findOpenReset } from "@/lib/passwords/reset-password";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { latestToken, messagesFor } from "@/lib/testing/outbox";
import { aMember, anActor, testClient, testPassword } from "@/lib/testing/people";
import { confirmEmailChange, findNewEmail, requestEmailChange } from "./change-email";

const anEmail = () => `moved-${randomUUID()}@tests.test`;
const ask = (actor: Actor, email: string, password = testPassword) =>
  requestEmailChange(actor, { email, password });
const confirm = (actor: Actor, token: string) =>
  confirmEmailChange(actor.org, { token }, testClient);
const emailOf = async ({ user }: Actor) =>
  (await db().select().from(users).where(eq(users.id, user.id)))[0]?.email;

describe("changing the e-mail address", () => {
  test("needs password and code; the old address stays until the link in the new mailbox is confirmed, and is then told", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true });
    const email = anEmail();
    await expect(ask(actor, email, "not my password")).rejects.toMatchObject({
      code: "wrong_password",
    });
    await expect(ask(actor, email)).rejects.toMatchObject({ need: "otp" });
    expect(await messagesFor(email)).toEqual([]);
    const { challengeId } = await requestCode(actor, securityTarget("change-email"));
    const [row] = await db().select().from(users).where(eq(users.id, actor.user.id));
    const code = await latestCode(row?.mobile ?? "");
    await ask(await takeProof(actor, { challengeId, code }), email);
    expect(await emailOf(actor)).toBe(actor.user.email);
    const token = await latestToken(email, "email-confirm");
    expect(await findNewEmail(actor.org, token)).toBe(email);
    expect(await findNewEmail(orgs.axis, token)).toBeNull();
    await confirm(actor, token);
    expect(await emailOf(actor)).toBe(email);
    await expect(confirm(actor, token)).rejects.toMatchObject({ code: "link_expired" });
    for (const told of [actor.user.email, email]) {
      expect((await messagesFor(told))[0]).toMatchObject({
        kind: "email-changed",
        facts: { from: actor.user.email, to: email },
      });
    }
  });

  test("a taken address gets the same answer as a free one; only its owner is told, and nothing changes", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const other = await aMember();
    expect(await ask(actor, other.email)).toBe(await ask(actor, anEmail()));
    await ask(actor, other.email);
    const token = await latestToken(other.email, "email-confirm");
    await expect(confirm(actor, token)).rejects.toMatchObject({
      code: "link_expired",
      message: expect.stringContaining("another account"),
    });
    expect(await emailOf(actor)).toBe(actor.user.email);
    await expect(ask(actor, actor.user.email)).rejects.toMatchObject({ code: "email_unchanged" });
  });

  test("a newer link voids the older one, a link works for 24 hours, and of several presses one succeeds", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const [first, second] = [anEmail(), anEmail()];
    await ask(actor, first);
    await ask(actor, second);
    const older = await latestToken(first, "email-confirm");
    await expect(confirm(actor, older)).rejects.toMatchObject({ code: "link_expired" });
    const token = await latestToken(second, "email-confirm");
    const isThis = eq(emailChanges.email, second);
    await db().update(emailChanges).set({ expiresAt: sql`now()` }).where(isThis);
    await expect(confirm(actor, token)).rejects.toMatchObject({ code: "link_expired" });
    await db()
      .update(emailChanges)
      .set({ expiresAt: sql`now() + interval '1 minute'` })
      .where(isThis);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => confirm(actor, token)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a reset link in the old mailbox does not work after the change", async () => {
    const actor = await anActor({ hasPassword: true, mobile: true, otp: true });
    const email = anEmail();
    await ask(actor, email);
    await requestReset(actor.org, { email: actor.user.email }, testClient);
    const reset = await latestToken(actor.user.email, "password-reset");
    await confirm(actor, await latestToken(email, "email-confirm"));
    expect(await findOpenReset(actor.org, reset)).toBeNull();
  });
});
