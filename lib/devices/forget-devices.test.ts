import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { knownDevices } from "@/db/schema/devices";
import type { Client } from "@/lib/access/actor";
import { logIn } from "@/lib/login/log-in";
import { disableUser } from "@/lib/operator/disable-user";
import { operatorOf } from "@/lib/operator/operator";
import { unlockUser } from "@/lib/operator/unlock-user";
import { changePassword } from "@/lib/passwords/change-password";
import { listTeam } from "@/lib/team/list-team";
import { unlockMember } from "@/lib/team/unlock-member";
import { aKnownBrowser } from "@/lib/testing/devices";
import { aKey } from "@/lib/testing/keys";
import { notMeLinkIn } from "@/lib/testing/not-me";
import {
  actorOf,
  aMember,
  anActor,
  aSession,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { confirmNotMe } from "@/lib/users/not-me";
import { findKnownDevice } from "./known-devices";

const newPassword = "a-quite-different-password";

const devicesOf = ({ userId }: TestMember) =>
  db().select().from(knownDevices).where(eq(knownDevices.userId, userId));

const isKnown = async ({ org, email }: TestMember, client: Client) =>
  (await findKnownDevice(org.id, { email }, client)) !== null;

const operator = operatorOf("otto", "staff");

async function pressNotMe(member: TestMember) {
  await aKey(await actorOf(member, await aSession(member)));
  const token = await notMeLinkIn(member.email, "key-generated");
  await confirmNotMe(member.org, token ?? "", testClient);
}

describe("known browsers are forgotten", () => {
  test("with a new password, all but the one it was chosen in, whose cookie is new", async () => {
    const member = await aMember({ hasPassword: true });
    const [here, elsewhere] = [await aKnownBrowser(member), await aKnownBrowser(member)];
    const actor = { ...(await actorOf(member, await aSession(member))), client: here };
    const change = { currentPassword: testPassword, newPassword };
    const { deviceCookie } = await changePassword(actor, change);
    expect(await isKnown(member, { ...here, deviceCookie })).toBe(true);
    expect([await isKnown(member, here), await isKnown(member, elsewhere)]).toEqual([false, false]);
  });

  test.each([
    ["“This wasn't me”", pressNotMe],
    ["disabling the user", ({ email }: TestMember) => disableUser(operator, email)],
  ])("with %s, all of them", async (_, forgetting) => {
    const member = await aMember({ hasPassword: true });
    await aKnownBrowser(member);
    await forgetting(member);
    expect(await devicesOf(member)).toEqual([]);
  });
});

test("an unlocking lifts the lock of a known browser, which the owner is shown", async () => {
  const owner = await anActor();
  const member = await aMember({ hasPassword: true, role: "admin", merchantId: owner.merchant.id });
  const browser = await aKnownBrowser(member);
  const locked = { failedPasswords: 10, passwordRetryAt: sql`now() + interval '30 minutes'` };
  const lock = () =>
    db().update(knownDevices).set(locked).where(eq(knownDevices.userId, member.userId));
  const isShownLocked = async () =>
    (await listTeam(owner)).members.find(({ userId }) => userId === member.userId)?.isLocked;
  for (const unlock of [
    () => unlockMember(owner, member),
    () => unlockUser(operator, member.email),
  ]) {
    await lock();
    expect(await isShownLocked()).toBe(true);
    await unlock();
    expect(await isShownLocked()).toBe(false);
  }
  const login = { email: member.email, password: testPassword };
  expect((await logIn(member.org, login, browser)).step).toBe("signed-in");
});
