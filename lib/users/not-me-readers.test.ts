/** Whom a link "This wasn't me" obeys, and what it does to the login of whoever made the change (D24). */
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/core/roles";
import { logIn } from "@/lib/login/log-in";
import { requestReset } from "@/lib/passwords/request-reset";
import { resetPassword } from "@/lib/passwords/reset-password";
import { changeRole } from "@/lib/team/change-role";
import { removeMember } from "@/lib/team/remove-member";
import { aKey } from "@/lib/testing/keys";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { latestToken, noticesTo } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  anActor,
  aSession,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { findNotMe } from "./find-not-me";
import { confirmNotMe } from "./not-me";

const expired = { code: "link_expired" };
const press = (actor: Actor, token: string) => confirmNotMe(actor.org, token, testClient);
const linkOf = async ({ user }: Actor, kind: string) => (await notMeLinkIn(user.email, kind)) ?? "";
const frozenAt = async (keyId: string) =>
  (await db().select().from(apiKeys).where(eq(apiKeys.keyId, keyId)))[0]?.frozenAt ?? null;

describe("who has no say any more", () => {
  /** An owner's key command that an admin reads of, and the admin's link. */
  async function aChangeSeenByAdmin() {
    const owner = await anActor({ mobile: true, otp: true });
    const admin = await aMember({ role: "admin", merchantId: owner.merchant.id, mobile: true });
    const key = await aKey(await actorOf(admin, await aSession(admin, { otp: true })));
    const token = (await notMeLinkIn(admin.email, "key-generated")) ?? "";
    return { owner, admin, key, token };
  }

  test("a removed admin cannot freeze the business's key with the mail that is left", async () => {
    const { owner, admin, key, token } = await aChangeSeenByAdmin();
    expect(await findNotMe(owner.org, token)).toMatchObject({ state: "open" });
    await removeMember(owner, { userId: admin.userId });
    expect(await findNotMe(owner.org, token)).toMatchObject({ state: "not-yours" });
    await expect(press(owner, token)).rejects.toMatchObject(expired);
    expect(await frozenAt(key.keyId)).toBeNull();
  });

  test("a removed member reads of it, but cannot log the owner out: that notice has no link", async () => {
    const { owner, admin } = await aChangeSeenByAdmin();
    await removeMember(owner, { userId: admin.userId });
    expect(await notMeLinkIn(admin.email, "member-removed")).toBeNull();
    expect(await notMeLinkIn(owner.user.email, "member-removed")).not.toBeNull();
  });

  test("an owner who was demoted since cannot stop another owner", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const second = await aMember({ merchantId: owner.merchant.id });
    await aKey(owner);
    const token = (await notMeLinkIn(second.email, "key-generated")) ?? "";
    await changeRole(owner, { userId: second.userId, role: "viewer" });
    expect(await findNotMe(owner.org, token)).toMatchObject({ state: "not-yours" });
    await expect(press(owner, token)).rejects.toMatchObject(expired);
  });

  test("a disabled reader has no link that works", async () => {
    const { owner, admin, token } = await aChangeSeenByAdmin();
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, admin.userId));
    await expect(press(owner, token)).rejects.toMatchObject(expired);
  });

  test("nobody presses more than five a day", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const { userId } = await aMember({ role: "viewer", merchantId: owner.merchant.id });
    const roles: Role[] = ["operations", "viewer", "operations", "viewer", "operations", "viewer"];
    const tokens: string[] = [];
    for (const role of roles) {
      await changeRole(owner, { userId, role });
      tokens.push(await linkOf(owner, "role-changed"));
    }
    for (const token of tokens.slice(0, 5)) await press(owner, token);
    await expect(press(owner, tokens[5] ?? "")).rejects.toMatchObject({ code: "rate_limited" });
  });
});

describe("a stolen password", () => {
  test("is worth nothing after a press, nor is a link to reset it; a new one is chosen by mail", async () => {
    const owner = await anActor();
    const admin = await aMember({
      role: "admin",
      merchantId: owner.merchant.id,
      mobile: true,
      hasPassword: true,
    });
    const thief = await actorOf(admin, await aSession(admin, { otp: true }));
    await aKey(thief);
    await requestReset(owner.org, { email: admin.email }, testClient);
    const stolen = await latestToken(admin.email, "password-reset");
    await press(owner, await linkOf(owner, "key-generated"));
    const credentials = { email: admin.email, password: testPassword };
    await expect(logIn(owner.org, credentials, testClient)).rejects.toMatchObject({
      code: "wrong_credentials",
    });
    const password = "a-quite-different-password";
    const withStolen = resetPassword(owner.org, { token: stolen, password }, testClient);
    await expect(withStolen).rejects.toMatchObject(expired);
    await requestReset(owner.org, { email: admin.email }, testClient);
    const token = await latestToken(admin.email, "password-reset");
    await resetPassword(owner.org, { token, password }, testClient);
    const { step } = await logIn(owner.org, { email: admin.email, password }, testClient);
    expect(step).toBe("signed-in");
  });

  test("the trail and the mail say who pressed, and whose sessions ended", async () => {
    const owner = await anActor();
    const admin = await aMember({ role: "admin", merchantId: owner.merchant.id, mobile: true });
    await aKey(await actorOf(admin, await aSession(admin, { otp: true })));
    await press(owner, await linkOf(owner, "key-generated"));
    const [row] = await db()
      .select()
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.merchantId, owner.merchant.id),
          eq(auditEvents.event, "not_me.confirmed"),
        ),
      );
    expect(row).toMatchObject({
      userId: owner.user.id,
      detail: { event: "key-generated", stopped: admin.userId, sessions: "1" },
    });
    for (const email of [owner.user.email, admin.email])
      expect(await noticesTo(email, "login-stopped")).toMatchObject([
        { facts: { who: `${admin.name} (${admin.email})`, byUserId: owner.user.id } },
      ]);
  });
});
