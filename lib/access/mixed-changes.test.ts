/** Key and team changes of several people at once, mixed at random: nothing deadlocks, and what must hold holds. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { findBrokenLink } from "@/lib/audit/find-broken-link";
import { AppError } from "@/lib/core/errors";
import { modes } from "@/lib/core/mode";
import { roles } from "@/lib/core/roles";
import { freezeMerchant, unfreezeMerchant } from "@/lib/operator/freeze-merchant";
import { operatorOf } from "@/lib/operator/operator";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { switchMode } from "@/lib/sessions/switch-mode";
import { StepUpRequired } from "@/lib/step-up/require-step-up";
import { changeRole } from "@/lib/team/change-role";
import { inviteMember } from "@/lib/team/invite-member";
import { listTeam } from "@/lib/team/list-team";
import { removeMember } from "@/lib/team/remove-member";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { unlockMember } from "@/lib/team/unlock-member";
import { withdrawInvitation } from "@/lib/team/withdraw-invitation";
import { again, anEmail, inside } from "@/lib/testing/flows";
import { aMember } from "@/lib/testing/people";
import { changeName } from "@/lib/users/change-name";

const operator = operatorOf("otto", "staff");
const seed = Number(process.env.KEYDESK_SEED ?? Date.now() % 2 ** 31);
let state = seed;

/** The same numbers for the same seed (mulberry32). */
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}
const oneOf = <T>(list: readonly T[]): T => list[random(list.length)] as T;

async function aTeam() {
  const { member, actor } = await inside({ isTwoStepOn: true });
  const { merchantId } = member;
  const others = await Promise.all(
    ["owner", "owner", "admin", "viewer"].map((role) =>
      aMember({ role: role as "owner", merchantId, mobile: true, isTwoStepOn: true }),
    ),
  );
  const actors = [actor, ...(await Promise.all(others.map((other) => again(other))))];
  return { merchantId, actors, userIds: actors.map(({ user }) => user.id) };
}

type Team = Awaited<ReturnType<typeof aTeam>>;

/** One change by one of them, chosen at random now and made when it is called. */
function aChange({ merchantId, actors, userIds }: Team): () => Promise<unknown> {
  const actor = oneOf(actors);
  const [mode, userId, role, coin] = [oneOf(modes), oneOf(userIds), oneOf(roles), random(2) === 0];
  const keys = () => listKeys(actor, mode);
  const requestId = randomUUID();
  const changes = [
    () => generateKey(actor, { mode, requestId }),
    async () => {
      const { current } = await keys();
      const choice = coin ? "now" : "in-24-hours";
      return regenerateKey(actor, { mode, keyId: current?.keyId ?? "none", choice, requestId });
    },
    async () => {
      const { retiring, current } = await keys();
      return deactivateKey(actor, { mode, keyId: (retiring[0] ?? current)?.keyId ?? "none" });
    },
    async () => {
      const [old] = (await keys()).retiring;
      const until = new Date(old?.extendsTo?.iso ?? 0);
      return extendKey(actor, { mode, keyId: old?.keyId ?? "none", until });
    },
    () => changeRole(actor, { userId, role }),
    () => changeRole(actor, { userId, role: "owner" }),
    () => (coin ? removeMember(actor, { userId }) : unlockMember(actor, { userId })),
    () => inviteMember(actor, { email: anEmail(), role }),
    async () => {
      const { invitations } = await listTeam(actor);
      return withdrawInvitation(actor, { invitationId: invitations[0]?.id ?? "none" });
    },
    () => requireTwoStep(actor, { isRequired: coin }),
    () => changeName(actor, { name: `Asha ${random(9)}` }),
    () => switchMode(actor, mode),
    () => endOtherSessions(actor),
    () => (coin ? freezeMerchant(operator, merchantId) : unfreezeMerchant(operator, merchantId)),
  ];
  return oneOf(changes);
}

const deadlocks = async () =>
  (
    await db().execute<{ count: number }>(sql`
      select deadlocks::int as count from pg_stat_database where datname = current_database()`)
  ).rows[0]?.count;

test("a hundred and sixty changes, forty at a time: each is made or refused in words, none deadlocks, and the trail is whole (R-12, R-20)", async () => {
  console.log(`mixed changes: KEYDESK_SEED=${seed}`);
  const before = await deadlocks();
  const ends = { made: 0, refused: 0 };
  for (let round = 0; round < 4; round++) {
    const team = await aTeam();
    const changes = Array.from({ length: 40 }, () => aChange(team));
    const results = await Promise.allSettled(changes.map((change) => change()));
    for (const result of results) {
      if (result.status === "fulfilled") ends.made++;
      else {
        const { reason } = result;
        const isWord = reason instanceof AppError || reason instanceof StepUpRequired;
        expect(isWord ? "refused" : reason, `seed ${seed}`).toBe("refused");
        ends.refused++;
      }
    }
    const { merchantId } = team;
    const { rows } = await db().execute<{
      owners: number;
      current: number;
      events: number;
    }>(sql`select
      (select count(*)::int from members where merchant_id = ${merchantId} and role = 'owner') as owners,
      (select coalesce(max(n), 0)::int from (select count(*) as n from api_keys
        where merchant_id = ${merchantId} and replaced_at is null group by mode) as per_mode) as current`);
    expect(rows[0]?.owners, `seed ${seed}`).toBeGreaterThan(0);
    expect(rows[0]?.current, `seed ${seed}`).toBeLessThanOrEqual(1);
    expect(await findBrokenLink(db(), merchantId)).toBeNull();
  }
  expect(ends.made).toBeGreaterThan(20);
  expect(ends.refused).toBeGreaterThan(10);
  expect(await deadlocks()).toBe(before);
});
