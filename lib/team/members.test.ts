import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { disableUser } from "@/lib/operator/disable-user";
import { operatorOf } from "@/lib/operator/operator";
import { findActor } from "@/lib/sessions/find-actor";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { letterLines } from "@/lib/testing/links";
import { actorOf, aMember, aSession, type TestMember, testClient } from "@/lib/testing/people";
import { aColleague, alsoAt, teamLines } from "@/lib/testing/team";
import { changeRole } from "./change-role";
import { removeMember } from "./remove-member";

async function loggedIn(member: TestMember, otp = false) {
  const { sid } = await aSession(member, { otp });
  return { sid, actor: await actorOf(member, { sid }) };
}

const ownersOf = async (member: TestMember) =>
  (await teamLines(member)).filter((line) => line.endsWith(" owner")).length;

async function events({ merchantId }: TestMember) {
  const { rows } = await db().execute<{ event: string }>(sql`select event from audit_events
    where merchant_id = ${merchantId} and event like 'member.%' order by id`);
  return rows.map(({ event }) => event);
}

describe("changing a role", () => {
  test("it holds at once, is on record, and owners and the person are told (S-5, L-15)", async () => {
    const owner = await aMember({ mobile: true });
    const colleague = await aColleague(owner, { role: "viewer" });
    const { sid } = await loggedIn(colleague);
    const { actor } = await loggedIn(owner, true);
    await changeRole(actor, { userId: colleague.userId, role: "admin" });
    expect((await findActor(owner.org, sid, testClient))?.role).toBe("admin");
    await changeRole(actor, { userId: colleague.userId, role: "admin" });
    expect(await events(owner)).toEqual(["member.role_changed"]);
    expect(await letterLines(owner)).toEqual(
      [`role-changed to ${colleague.email}`, `role-changed to ${owner.email}`].sort(),
    );
  });

  test("making somebody an owner needs a code for that person; changing your own role needs one too (C-8, O-3)", async () => {
    const owner = await aMember({ mobile: true });
    const colleague = await aColleague(owner, { role: "admin" });
    const other = await aColleague(owner, { role: "admin" });
    const { actor } = await loggedIn(owner);
    const grant = securityTarget("grant-owner", colleague.userId);
    const { challengeId } = await requestCode(actor, grant);
    const code = await latestCode(owner.mobile ?? "");
    const proving = await takeProof(actor, { challengeId, code });
    const elsewhere = changeRole(proving, { userId: other.userId, role: "owner" });
    await expect(elsewhere).rejects.toMatchObject({ code: "code_expired" });
    await changeRole(proving, { userId: colleague.userId, role: "owner" });
    expect(await ownersOf(owner)).toBe(2);
    const own = changeRole(proving, { userId: owner.userId, role: "viewer" });
    await expect(own).rejects.toMatchObject({ code: "code_expired" });
    await expect(removeMember(actor, { userId: owner.userId })).rejects.toMatchObject({
      need: "otp",
    });
    expect(await ownersOf(owner)).toBe(2);
  });

  test("the last owner can neither step down nor leave (C-8)", async () => {
    const owner = await aMember({ mobile: true });
    const { actor } = await loggedIn(owner, true);
    const down = changeRole(actor, { userId: owner.userId, role: "admin" });
    await expect(down).rejects.toMatchObject({ code: "last_owner" });
    await expect(removeMember(actor, { userId: owner.userId })).rejects.toMatchObject({
      code: "last_owner",
    });
    expect([await ownersOf(owner), await events(owner)]).toEqual([1, []]);
  });

  test("the last owner who can log in neither, though a disabled one is left; that one may go (C-8)", async () => {
    const owner = await aMember({ mobile: true });
    const second = await aColleague(owner, { role: "owner" });
    const { actor } = await loggedIn(owner, true);
    await disableUser(operatorOf("otto", "staff"), second.email);
    const down = changeRole(actor, { userId: owner.userId, role: "admin" });
    await expect(down).rejects.toMatchObject({ code: "last_owner" });
    await expect(removeMember(actor, { userId: owner.userId })).rejects.toMatchObject({
      code: "last_owner",
    });
    await removeMember(actor, { userId: second.userId });
    expect(await ownersOf(owner)).toBe(1);
  });

  test("an operator may disable the last owner all the same", async () => {
    const owner = await aMember();
    const { email } = owner;
    const disabled = disableUser(operatorOf("otto", "staff"), email);
    await expect(disabled).resolves.toMatchObject({ email, isDisabled: true });
  });

  test("when twenty owners demote each other at once, one remains, and a demoted one changes nothing afterwards (R-12)", async () => {
    const first = await aMember({ mobile: true });
    const rest = Array.from({ length: 19 }, () =>
      aColleague(first, { role: "owner", mobile: true }),
    );
    const owners = [first, ...(await Promise.all(rest))];
    const actors = await Promise.all(owners.map(async (one) => (await loggedIn(one, true)).actor));
    const next = (index: number) => owners[(index + 1) % owners.length]?.userId ?? "";
    const all = await Promise.allSettled(
      actors.map((actor, index) => changeRole(actor, { userId: next(index), role: "viewer" })),
    );
    const done = all.filter(({ status }) => status === "fulfilled").length;
    const codes = new Set(all.flatMap((one) => (one.status === "rejected" ? one.reason.code : [])));
    expect([await ownersOf(first), done]).toEqual([20 - done, (await events(first)).length]);
    expect([...codes]).toEqual(["forbidden"]);
    // Then all remaining owners step down at once.
    const left = await Promise.allSettled(
      actors.map((actor) => changeRole(actor, { userId: actor.user.id, role: "viewer" })),
    );
    const last = left.filter(
      (one) => one.status === "rejected" && one.reason.code === "last_owner",
    );
    expect([last.length, await ownersOf(first)]).toEqual([1, 1]);
  });
});

describe("removing", () => {
  test("the member's next request is refused; the user and sessions at other merchants stay (S-5)", async () => {
    const owner = await aMember({ mobile: true });
    const colleague = await aColleague(owner, { role: "admin" });
    const elsewhere = await alsoAt(colleague, (await aMember()).merchantId, "viewer");
    const [here, there] = [await aSession(colleague), await aSession(elsewhere)];
    const { actor } = await loggedIn(owner);
    await removeMember(actor, { userId: colleague.userId });
    expect(await findActor(owner.org, here.sid, testClient)).toBeNull();
    const kept = await findActor(owner.org, there.sid, testClient);
    expect(kept?.memberships.map(({ id }) => id)).toEqual([elsewhere.merchantId]);
    await expect(removeMember(actor, { userId: colleague.userId })).rejects.toMatchObject({
      code: "member_not_found",
    });
    expect(await events(owner)).toEqual(["member.removed"]);
    expect(await letterLines(owner)).toEqual(
      [`member-removed to ${colleague.email}`, `member-removed to ${owner.email}`].sort(),
    );
  });

  test("an owner leaves a merchant that has another owner", async () => {
    const owner = await aMember({ mobile: true });
    const other = await aColleague(owner, { role: "owner" });
    const { sid, actor } = await loggedIn(owner, true);
    await removeMember(actor, { userId: owner.userId });
    expect(await findActor(owner.org, sid, testClient)).toBeNull();
    expect(await teamLines(owner)).toEqual([`${other.userId} owner`]);
  });
});
