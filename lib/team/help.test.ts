import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { logIn } from "@/lib/login/log-in";
import { findActor } from "@/lib/sessions/find-actor";
import { letterLines } from "@/lib/testing/links";
import {
  actorOf,
  aMember,
  aSession,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { aColleague, alsoAt, lockOut } from "@/lib/testing/team";
import { inviteMember } from "./invite-member";
import { listTeam } from "./list-team";
import { requireTwoStep } from "./require-two-step";
import { resetMemberTwoStep } from "./reset-member-two-step";
import { unlockMember } from "./unlock-member";

async function anOwner(otp = true) {
  const member = await aMember({ mobile: true, isTwoStepOn: otp });
  return { member, actor: await actorOf(member, await aSession(member, { otp })) };
}

async function rowOf({ userId }: TestMember) {
  const { rows } = await db().execute(
    sql`select to_jsonb(u) as u from users u where id = ${userId}`,
  );
  return rows[0]?.u as Record<string, unknown>;
}

async function givesEverything({ org, userId }: TestMember) {
  await db().execute(sql`insert into authenticators (id, org_id, user_id, sealed_secret, confirmed_at)
    values (${`aut_${userId}`}, ${org.id}, ${userId}, 'x', now())`);
  await db().execute(
    sql`update users set authenticator_id = ${`aut_${userId}`} where id = ${userId}`,
  );
  await db().execute(sql`insert into recovery_codes (id, org_id, user_id, code_hash)
    values (${`rec_${userId}`}, ${org.id}, ${userId}, 'x')`);
}

describe("unlocking", () => {
  test("a locked member is shown as locked, logs in again at once, and is told (D11, L-15)", async () => {
    const { member, actor } = await anOwner();
    const locked = await aColleague(member, { hasPassword: true });
    await lockOut(locked);
    const shown = async () =>
      (await listTeam(actor)).members.find(({ userId }) => userId === locked.userId);
    expect(await shown()).toMatchObject({ isLocked: true });
    await unlockMember(actor, { userId: locked.userId });
    expect(await shown()).toMatchObject({ isLocked: false });
    const login = { email: locked.email, password: testPassword };
    expect((await logIn(member.org, login, testClient)).step).toBe("signed-in");
    expect(await letterLines(member)).toEqual(
      [`user-unlocked to ${locked.email}`, `user-unlocked to ${member.email}`].sort(),
    );
    await unlockMember(actor, { userId: locked.userId });
    expect(await letterLines(member)).toHaveLength(2);
  });

  test("a lock that has ended, and a wait between passwords, are not shown as locked (L-9)", async () => {
    const { member, actor } = await anOwner();
    const over = await aColleague(member);
    await lockOut(over);
    await db().execute(sql`update users set codes_locked_until = codes_locked_until - interval '30 minutes',
      failed_passwords = 9 where id = ${over.userId}`);
    const { members } = await listTeam(actor);
    expect(members.map(({ isLocked }) => isLocked)).toEqual([false, false]);
  });
});

describe("whose login an owner may reset", () => {
  const helps = { unlockMember, resetMemberTwoStep };
  const refused = async (actor: Parameters<typeof unlockMember>[0], whom: TestMember) => {
    await lockOut(whom);
    const before = await rowOf(whom);
    const codes = [];
    for (const help of Object.values(helps))
      codes.push(await help(actor, whom).catch((error) => error.code));
    expect(await rowOf(whom)).toEqual(before);
    return codes;
  };

  test("neither their own nor another owner's: only support may (D11)", async () => {
    const { member, actor } = await anOwner();
    const other = await aColleague(member, { role: "owner", mobile: true, isTwoStepOn: true });
    expect(await refused(actor, other)).toEqual(["forbidden", "forbidden"]);
    expect(await refused(actor, member)).toEqual(["forbidden", "forbidden"]);
    await expect(unlockMember(actor, other)).rejects.toThrow(/support/i);
  });

  test("a stranger who invites another merchant's owner as a viewer cannot weaken that owner's login", async () => {
    const { member: stranger, actor } = await anOwner();
    const victim = await aMember({ mobile: true, isTwoStepOn: true });
    const asViewer = await alsoAt(victim, stranger.merchantId, "viewer");
    expect(await refused(actor, asViewer)).toEqual(["not_yours_alone", "not_yours_alone"]);
    // The same for a member of a merchant where the stranger is a member but no owner.
    const shared = await aMember();
    await alsoAt(stranger, shared.merchantId, "admin");
    const both = await aColleague(stranger, { mobile: true, isTwoStepOn: true });
    await alsoAt(both, shared.merchantId, "viewer");
    expect(await refused(actor, both)).toEqual(["not_yours_alone", "not_yours_alone"]);
  });

  test("an owner of all of a member's merchants may help that member", async () => {
    const { member, actor } = await anOwner();
    const second = await alsoAt(member, (await aMember({ org: "razorpay" })).merchantId, "owner");
    const both = await aColleague(member, { mobile: true, isTwoStepOn: true });
    await alsoAt(both, second.merchantId, "viewer");
    await lockOut(both);
    await unlockMember(actor, both);
    await resetMemberTwoStep(actor, both);
    expect(await rowOf(both)).toMatchObject({ wrong_codes: 0, is_two_step_on: false });
  });
});

describe("resetting 2-step verification", () => {
  test("removes everything that a finder of the phone could use, and keeps the password", async () => {
    const { member, actor } = await anOwner();
    const lost = await aColleague(member, { mobile: true, isTwoStepOn: true, hasPassword: true });
    await givesEverything(lost);
    const login = { email: lost.email, password: testPassword };
    expect((await logIn(member.org, login, testClient)).step).toBe("otp");
    const { sid } = await aSession(lost, { otp: true });
    await resetMemberTwoStep(actor, { userId: lost.userId });
    expect(await rowOf(lost)).toMatchObject({
      is_two_step_on: false,
      mobile: null,
      mobile_verified_at: null,
      authenticator_id: null,
    });
    const left = await db().execute(sql`select
      (select count(*)::int from authenticators where user_id = ${lost.userId})
      + (select count(*)::int from recovery_codes where user_id = ${lost.userId})
      + (select count(*)::int from pending_logins where user_id = ${lost.userId} and used_at is null) as n`);
    expect(left.rows).toEqual([{ n: 0 }]);
    expect(await findActor(member.org, sid, testClient)).toBeNull();
    expect((await logIn(member.org, login, testClient)).step).toBe("signed-in");
    expect(await letterLines(member)).toEqual(
      [`two-step-reset to ${lost.email}`, `two-step-reset to ${member.email}`].sort(),
    );
  });

  test("needs a code for this member (O-3)", async () => {
    const { member, actor } = await anOwner(false);
    const lost = await aColleague(member, { mobile: true, isTwoStepOn: true });
    const before = await rowOf(lost);
    const asked = resetMemberTwoStep(actor, { userId: lost.userId });
    await expect(asked).rejects.toMatchObject({ need: "otp" });
    expect(await rowOf(lost)).toEqual(before);
  });
});

describe("requiring 2-step verification of the team (D1)", () => {
  test("from the next request on a member without it can do nothing; undone, everything again", async () => {
    const { member, actor } = await anOwner();
    const admin = await aColleague(member, { role: "admin" });
    const session = await aSession(admin);
    await requireTwoStep(actor, { isRequired: true });
    await requireTwoStep(actor, { isRequired: true });
    const blocked = await actorOf(admin, session);
    expect(blocked.isTwoStepMissing).toBe(true);
    await expect(listTeam(blocked)).rejects.toMatchObject({ code: "two_step_required" });
    expect((await listTeam(actor)).isTwoStepRequired).toBe(true);
    await requireTwoStep(actor, { isRequired: false });
    expect((await actorOf(admin, session)).isTwoStepMissing).toBe(false);
    expect(await letterLines(member)).toEqual(
      Array.from({ length: 2 }, () => `team-two-step to ${member.email}`),
    );
  });

  test("an owner without it, or without a code, cannot require it", async () => {
    const own = await aMember({ mobile: true });
    const without = await actorOf(own, await aSession(own, { otp: true }));
    await expect(requireTwoStep(without, { isRequired: true })).rejects.toMatchObject({
      code: "own_two_step_first",
    });
    const member = await aMember({ mobile: true, isTwoStepOn: true });
    const actor = await actorOf(member, await aSession(member));
    await expect(requireTwoStep(actor, { isRequired: true })).rejects.toMatchObject({
      need: "otp",
    });
    await inviteMember(actor, { email: "still-open@tests.test", role: "viewer" });
  });
});
