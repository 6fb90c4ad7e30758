import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { roles } from "@/lib/core/roles";
import { logIn } from "@/lib/login/log-in";
import { findActor } from "@/lib/sessions/find-actor";
import { latestToken, messagesFor } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  anActor,
  aSession,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { changeName } from "@/lib/users/change-name";
import { getAccount } from "@/lib/users/get-account";
import { changePassword } from "./change-password";
import { requestReset } from "./request-reset";
import { findOpenReset } from "./reset-password";

const newPassword = "lantern voyage pumpkin";
const right = { currentPassword: testPassword, newPassword };

describe("changing the password", () => {
  test("ends every other session and open link, renews this one's cookie, and is announced (S-8, L-15)", async () => {
    const member = await aMember({ hasPassword: true });
    const { org, email } = member;
    const [here, there] = [await aSession(member), await aSession(member)];
    await requestReset(org, { email }, testClient);
    const token = await latestToken(email, "password-reset");
    const actor = await actorOf(member, here);
    const { sid } = await changePassword(actor, right);
    for (const old of [here, there]) expect(await findActor(org, old.sid, testClient)).toBeNull();
    expect((await findActor(org, sid, testClient))?.session.id).toBe(actor.session.id);
    expect(await findOpenReset(org, token)).toBeNull();
    expect((await logIn(org, { email, password: newPassword }, testClient)).step).toBe("signed-in");
    expect((await messagesFor(email))[0]).toMatchObject({ kind: "password-changed" });
  });

  test("needs the current one: wrong ones count as at the login and finally lock it (O-21)", async () => {
    const actor = await anActor({ hasPassword: true });
    const wrong = { currentPassword: "not my password", newPassword };
    await expect(changePassword(actor, wrong)).rejects.toMatchObject({ code: "wrong_password" });
    const isThis = eq(users.id, actor.user.id);
    const [row] = await db().select().from(users).where(isThis);
    expect(row?.failedPasswords).toBe(1);
    await db().update(users).set({ failedPasswords: 9 }).where(isThis);
    await expect(changePassword(actor, wrong)).rejects.toMatchObject({ code: "wrong_password" });
    await expect(changePassword(actor, right)).rejects.toMatchObject({ code: "wrong_password" });
    expect(await messagesFor(actor.user.email)).toEqual([]);
  });

  test("a weak or the same password is refused, and nothing changes", async () => {
    const actor = await anActor({ hasPassword: true });
    for (const weak of [testPassword, "asha-rao-asha"]) {
      const change = changePassword(actor, { currentPassword: testPassword, newPassword: weak });
      await expect(change, weak).rejects.toMatchObject({ code: "password_refused" });
    }
  });

  test("if two sessions change it at once, one succeeds and the other is logged out", async () => {
    const member = await aMember({ hasPassword: true });
    const actors = [
      await actorOf(member, await aSession(member)),
      await actorOf(member, await aSession(member)),
    ];
    const all = await Promise.allSettled(actors.map((actor) => changePassword(actor, right)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const loser = all.find((one) => one.status === "rejected");
    expect(["login_expired", "wrong_password"]).toContain(loser?.reason.code);
  });
});

test.each(roles)("the role %s may change its own name and see its own details", async (role) => {
  const actor = await anActor({ role, mobile: true });
  await changeName(actor, { name: "Neha Iyer" });
  const [row] = await db().select().from(users).where(eq(users.id, actor.user.id));
  expect(row?.name).toBe("Neha Iyer");
  const mobile = `••••••${row?.mobile?.slice(-4)}`;
  expect(await getAccount(actor)).toMatchObject({
    email: actor.user.email,
    mobile,
    newEmail: null,
    hasAuthenticator: false,
  });
});
