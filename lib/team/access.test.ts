import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { hasPermission, type Permission } from "@/lib/access/permissions";
import { roles } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";
import { aColleague, lockOut, teamLines } from "@/lib/testing/team";
import { changeRole } from "./change-role";
import { inviteMember } from "./invite-member";
import { listTeam } from "./list-team";
import { removeMember } from "./remove-member";
import { requireTwoStep } from "./require-two-step";
import { resendInvitation } from "./resend-invitation";
import { resetMemberTwoStep } from "./reset-member-two-step";
import { unlockMember } from "./unlock-member";
import { withdrawInvitation } from "./withdraw-invitation";

interface Target {
  userId: string;
  invitationId: string;
}

type Verb = [Permission, (actor: Actor, target: Target) => Promise<unknown>];

/** Every command on a team. A new one must be added here (C-6). Commands on members come first. */
const onMembers: Record<string, Verb> = {
  changeRole: ["team:manage", (actor, { userId }) => changeRole(actor, { userId, role: "admin" })],
  unlock: ["team:manage", (actor, { userId }) => unlockMember(actor, { userId })],
  reset: ["team:manage", (actor, { userId }) => resetMemberTwoStep(actor, { userId })],
  remove: ["team:manage", (actor, { userId }) => removeMember(actor, { userId })],
};

const verbs: Record<string, Verb> = {
  list: ["team:view", (actor) => listTeam(actor)],
  requireTwoStep: ["team:manage", (actor) => requireTwoStep(actor, { isRequired: false })],
  invite: [
    "team:manage",
    (actor) => inviteMember(actor, { email: `i-${randomUUID()}@tests.test`, role: "viewer" }),
  ],
  resend: ["team:manage", (actor, { invitationId }) => resendInvitation(actor, { invitationId })],
  withdraw: [
    "team:manage",
    (actor, { invitationId }) => withdrawInvitation(actor, { invitationId }),
  ],
  ...onMembers,
};

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.code ?? error.need ?? String(error),
  );

const actorFor = async (member: TestMember) =>
  actorOf(member, await aSession(member, { otp: true }));

async function openInvitation(owner: TestMember): Promise<string> {
  const email = `i-${randomUUID()}@tests.test`;
  await inviteMember(await actorFor(owner), { email, role: "viewer" });
  const { rows } = await db().execute<{ id: string }>(
    sql`select id from invitations where email = ${email}`,
  );
  return rows[0]?.id ?? "";
}

async function everything(owner: TestMember): Promise<string> {
  const { rows } = await db().execute(sql`select to_jsonb(u) - 'created_at' as u from users u
    join members m on m.org_id = u.org_id and m.user_id = u.id where m.merchant_id = ${owner.merchantId}
    order by u.id`);
  return JSON.stringify([rows, await teamLines(owner)]);
}

describe("roles (DESIGN §1, C-6)", () => {
  for (const role of roles) {
    test(`${role}: may do exactly what the table of permissions says, for every command on a team`, async () => {
      const owner = await aMember({ mobile: true });
      const target = await aColleague(owner, { mobile: true, isTwoStepOn: true });
      await lockOut(target);
      const ids = { userId: target.userId, invitationId: await openInvitation(owner) };
      const actor = await actorFor(await aColleague(owner, { role, mobile: true }));
      const before = await everything(owner);
      for (const [name, [permission, run]] of Object.entries(verbs)) {
        if (name === "withdraw" && hasPermission(role, permission))
          ids.invitationId = await openInvitation(owner);
        const expected = hasPermission(role, permission) ? "done" : "forbidden";
        expect([name, await codeOf(run(actor, ids))]).toEqual([name, expected]);
      }
      expect((await everything(owner)) === before).toBe(role !== "owner");
    });
  }

  test("a member without the 2-step verification that the team requires may do nothing with the team (D1)", async () => {
    const owner = await aMember();
    const actor = { ...(await actorFor(owner)), isTwoStepMissing: true };
    for (const [name, [, run]] of Object.entries(verbs)) {
      const answer = await codeOf(run(actor, { userId: owner.userId, invitationId: "inv_none" }));
      expect([name, answer]).toEqual([name, "two_step_required"]);
    }
  });
});

describe("tenants (C-4)", () => {
  const strangers: [string, OrgId][] = [
    ["another merchant's", "razorpay"],
    ["another brand's", "curlec"],
  ];
  test.each(strangers)("%s member and invitation are not found and not touched", async (_, org) => {
    const victim = await aMember({ org, mobile: true });
    const target = await aColleague(victim, { mobile: true, isTwoStepOn: true });
    await lockOut(target);
    const ids = { userId: target.userId, invitationId: await openInvitation(victim) };
    const before = await everything(victim);
    const intruder = await actorFor(await aMember({ mobile: true }));
    for (const [name, [, run]] of Object.entries(onMembers))
      expect([name, await codeOf(run(intruder, ids))]).toEqual([name, "member_not_found"]);
    for (const name of ["resend", "withdraw"])
      expect(await codeOf(verbs[name]?.[1](intruder, ids) ?? Promise.reject())).toBe(
        "invitation_closed",
      );
    expect(await everything(victim)).toBe(before);
    const { members, invitations } = await listTeam(intruder);
    expect([members.map(({ userId }) => userId), invitations]).toEqual([[intruder.user.id], []]);
  });
});
