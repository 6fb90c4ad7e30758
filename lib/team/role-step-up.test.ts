/**
 * Who must prove themselves for which change of a team (D25). The attack: a stolen session of one owner removes or demotes
 * the other owners and invites an accomplice who may use the keys, all without a code.
 */
import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { type Role, roles } from "@/lib/core/roles";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { type StepUpTarget, securityTarget } from "@/lib/step-up/target";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { noticesTo } from "@/lib/testing/outbox";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";
import { aColleague, teamLines } from "@/lib/testing/team";
import { changeRole } from "./change-role";
import { inviteMember } from "./invite-member";
import { removeMember } from "./remove-member";

/** An owner whose session no code covers, as a thief of its cookie has it. */
async function anOwner() {
  const owner = await aMember({ mobile: true });
  return { owner, actor: await actorOf(owner, await aSession(owner)) };
}

async function proving(actor: Actor, owner: TestMember, target: StepUpTarget): Promise<Actor> {
  const { challengeId } = await requestCode(actor, target);
  return takeProof(actor, { challengeId, code: await latestCode(owner.mobile ?? "") });
}

/** What a code would have to be for; null: none is asked for. */
async function asked(change: Promise<unknown>): Promise<StepUpTarget | null> {
  try {
    await change;
    return null;
  } catch (error) {
    return (error as { target?: StepUpTarget }).target ?? Promise.reject(error);
  }
}

const mayUseKeys: readonly Role[] = ["owner", "admin"];

describe("a code is asked for", () => {
  test.each(roles)("an invitation as %s exactly if the role may use API keys", async (role) => {
    const { actor } = await anOwner();
    const email = `i-${randomUUID()}@tests.test`;
    const target = await asked(inviteMember(actor, { email, role }));
    const wanted = {
      owner: securityTarget("grant-owner", email),
      admin: securityTarget("grant-key-access", email),
    };
    expect(target).toEqual(wanted[role as "owner" | "admin"] ?? null);
  });

  test("every change from one role to another exactly as the table says", async () => {
    for (const from of roles) {
      for (const to of roles.filter((role) => role !== from)) {
        const { owner, actor } = await anOwner();
        const { userId } = await aColleague(owner, { role: from });
        const target = await asked(changeRole(actor, { userId, role: to }));
        const wanted =
          from === "owner"
            ? securityTarget("demote-owner", userId)
            : to === "owner"
              ? securityTarget("grant-owner", userId)
              : mayUseKeys.includes(to)
                ? securityTarget("grant-key-access", userId)
                : null;
        expect([from, to, target]).toEqual([from, to, wanted]);
      }
    }
  });

  test.each(roles)("removing a colleague who is %s exactly if that is an owner", async (role) => {
    const { owner, actor } = await anOwner();
    const { userId } = await aColleague(owner, { role });
    const target = await asked(removeMember(actor, { userId }));
    expect(target).toEqual(role === "owner" ? securityTarget("demote-owner", userId) : null);
  });
});

test("the code for one person's invitation lets nobody else in, and each is told to the owners", async () => {
  const { owner, actor } = await anOwner();
  const [friend, accomplice] = [randomUUID(), randomUUID()].map((name) => `${name}@tests.test`);
  const target = securityTarget("grant-key-access", friend ?? "");
  const proved = await proving(actor, owner, target);
  const other = inviteMember(proved, { email: accomplice ?? "", role: "admin" });
  await expect(other).rejects.toMatchObject({ code: "code_expired" });
  await inviteMember(proved, { email: friend ?? "", role: "admin" });
  expect((await teamLines(owner)).filter((line) => line.startsWith("invited"))).toEqual([
    `invited ${friend} admin`,
  ]);
  expect(await noticesTo(owner.email, "member-invited")).toMatchObject([
    { facts: { email: friend, role: "admin", byUserId: owner.userId } },
  ]);
});

test("an owner who is removed with a code is gone, and hears of it like the others", async () => {
  const { owner, actor } = await anOwner();
  const second = await aColleague(owner, { role: "owner" });
  const target = securityTarget("demote-owner", second.userId);
  await removeMember(await proving(actor, owner, target), { userId: second.userId });
  expect(await teamLines(owner)).toEqual([`${owner.userId} owner`]);
  for (const { email } of [owner, second])
    expect(await noticesTo(email, "member-removed")).toHaveLength(1);
});
