/** Role × action × tenant × mode, made of the table of actions and the permissions, against the build (C-1 … C-8, K-7). */
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { expect, test } from "@/e2e/fixtures";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor, guardedActions, knownActions, ruleOf } from "@/e2e/wire/known-actions";
import { eventsOf, snapshotOf } from "@/e2e/wire/snapshot";
import { hasPermission, type Permission } from "@/lib/access/permissions";
import { roles } from "@/lib/core/roles";
import { inviteMember } from "@/lib/team/invite-member";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, type MemberOptions } from "@/lib/testing/people";

const modes = ["test", "live"] as const;

/** A merchant with an owner, a key in both modes, another member, and an open invitation. */
async function aTeam(options: MemberOptions = {}) {
  const owner = await aMember({ ...options, mobile: true });
  const { userId } = await aMember({
    ...options,
    role: "operations",
    merchantId: owner.merchantId,
  });
  const actor = await actorOf(owner, await aSession(owner, { otp: true }));
  const keys = { test: await aKey(actor, "test"), live: await aKey(actor, "live") };
  const email = `i-${userId.toLowerCase()}@tests.test`;
  await inviteMember(actor, { email, role: "viewer" });
  const [invitation] = await db()
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.orgId, owner.org.id), eq(invitations.email, email)));
  return { owner, keys, about: { userId, invitationId: invitation?.id ?? "" } };
}

for (const role of roles) {
  test(`the role ${role} gets past exactly the actions that the table allows, in both modes (C-6)`, async () => {
    const { owner, keys, about } = await aTeam();
    const caller = await aCaller({ role, merchantId: owner.merchantId, mobile: true, otp: true });
    const before = await snapshotOf(owner);
    let denied = 0;
    for (const action of guardedActions) {
      const isAllowed = hasPermission(role, ruleOf(action).who as Permission);
      for (const mode of modes) {
        const fields = fieldsFor(action, keys[mode].keyId, mode, about);
        const { state } = await caller.call(action, fields);
        const isForbidden = state?.status === "refused" && state.code === "forbidden";
        expect(isForbidden, `${action} in ${mode}: ${JSON.stringify(state)}`).toBe(!isAllowed);
        if (isForbidden) denied++;
      }
    }
    const events = await eventsOf(caller.member);
    expect(events.filter((event) => event === "access.denied")).toHaveLength(denied);
    if (role !== "owner" && role !== "admin") expect(await snapshotOf(owner)).toBe(before);
  });
}

test("what belongs to another merchant or another brand is not found by its owner's peers, whatever is asked (C-4)", async () => {
  const caller = await aCaller({ mobile: true, otp: true });
  const others = [await aTeam(), await aTeam({ org: "axis" })];
  const before = await Promise.all(others.map(({ owner }) => snapshotOf(owner)));
  for (const action of knownActions) {
    const { about: kind, unknown } = ruleOf(action);
    if (!kind) continue;
    for (const { keys, about } of others) {
      for (const mode of modes) {
        const fields = fieldsFor(action, keys[mode].keyId, mode, about);
        const { state } = await caller.call(action, fields);
        const expected = { status: "refused", code: unknown };
        expect(state, `${action} in ${mode}`).toMatchObject(expected);
      }
    }
  }
  expect(await Promise.all(others.map(({ owner }) => snapshotOf(owner)))).toEqual(before);
});
