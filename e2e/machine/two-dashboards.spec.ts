/** The same pressed many times at once, at two dashboards on one database, ends as if pressed in turn (R-12, K-13). */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Stack, sharedSecrets, startStack } from "@/bin/stack/stack";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import type { ActionAnswer } from "@/e2e/wire/call-action";
import { aCaller, Caller, callerOf } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { countKeys } from "@/e2e/wire/snapshot";
import { aMember } from "@/lib/testing/people";

const presses = 50;
let second: Stack;

test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  const databaseUrl = process.env.DATABASE_URL ?? "";
  second = await startStack({ databaseUrl, env: sharedSecrets() });
});
test.afterAll(() => second?.stop());

/** Presses at both in turn, all at once; tells how often each answer came. */
async function pressAll(
  callers: Caller[],
  press: (caller: Caller, index: number) => Promise<ActionAnswer>,
) {
  const both = callers.flatMap((caller) => [
    caller,
    new Caller(caller.member, caller.cookie, second.port),
  ]);
  const answers = await Promise.all(
    Array.from({ length: presses }, (_, index) =>
      press(both[index % both.length] as Caller, index),
    ),
  );
  const counts: Record<string, number> = {};
  for (const { state, location } of answers) {
    const { status, code = "" } = (state ?? { status: `to ${location}` }) as Record<string, string>;
    const said = `${status} ${code}`.trim();
    counts[said] = (counts[said] ?? 0) + 1;
  }
  return { answers, counts };
}

const mintedIn = (answers: ActionAnswer[]) =>
  answers.flatMap(({ state }) => {
    const { minted } =
      (state as { data?: { minted?: { keyId: string } | null } } | null)?.data ?? {};
    return minted ? [minted.keyId] : [];
  });

test("of fifty presses each, one makes the key, one replaces it, one ends it, and a repeated submit has one effect (R-12)", async () => {
  const owner = await aCaller({ mobile: true, otp: true });
  const made = await pressAll([owner], (caller) =>
    caller.call("generateKeyAction", fieldsFor("generateKeyAction")),
  );
  const [keyId = "", ...others] = mintedIn(made.answers);
  expect([others, made.counts.done, await countKeys(owner.member)]).toEqual([[], 1, 1]);

  const replaced = await pressAll([owner], (caller) =>
    caller.call("regenerateKeyAction", {
      ...fieldsFor("regenerateKeyAction", keyId),
      choice: "in-24-hours",
    }),
  );
  const [freshId = "", ...more] = mintedIn(replaced.answers);
  expect([more, await countKeys(owner.member)]).toEqual([[], 2]);

  const requestId = randomUUID();
  const again = await pressAll([owner], (caller) =>
    caller.call("regenerateKeyAction", { ...fieldsFor("regenerateKeyAction", freshId), requestId }),
  );
  expect(mintedIn(again.answers)).toHaveLength(1);
  // Whoever was not first hears that it was done, never that it failed.
  expect([again.counts.done, await countKeys(owner.member)]).toEqual([presses, 3]);
  for (const { counts } of [made, replaced, again])
    expect(Object.keys(counts).filter((said) => /failed|invalid/.test(said))).toEqual([]);

  const ended = await pressAll([owner], (caller) =>
    caller.call("deactivateKeyAction", { mode: "test", keyId }),
  );
  expect(Object.keys(ended.counts).filter((said) => /failed|invalid/.test(said))).toEqual([]);
  const events = await db().execute<{ event: string; count: number }>(sql`
    select event, count(*)::int as count from audit_events
    where merchant_id = ${owner.member.merchantId} and event like 'key.%' group by 1 order by 1`);
  expect(events.rows).toEqual([
    { event: "key.deactivated", count: 1 },
    { event: "key.generated", count: 1 },
    { event: "key.regenerated", count: 2 },
  ]);
});

test("of fifty presses each, one owner stays, one invitation is open, and one submission is under review (R-12)", async () => {
  const one = await aCaller({ mobile: true, otp: true, isWebsiteVerified: false });
  const { merchantId } = one.member;
  const two = await callerOf(await aMember({ merchantId, mobile: true }), { otp: true });
  const ids = [two.member.userId, one.member.userId];
  const invited = await pressAll([one, two], (caller) =>
    caller.call("inviteMemberAction", {
      email: `i-${merchantId.toLowerCase()}@tests.test`,
      role: "viewer",
    }),
  );
  const site = fieldsFor("submitWebsiteAction");
  const submitted = await pressAll([one, two], (caller) =>
    caller.call("submitWebsiteAction", site),
  );
  const read = async () =>
    (
      await db().execute<Record<string, number>>(sql`select
    (select count(*)::int from members where merchant_id = ${merchantId} and role = 'owner') as owners,
    (select count(*)::int from invitations where merchant_id = ${merchantId} and accepted_at is null
      and revoked_at is null) as open,
    (select count(*)::int from websites where merchant_id = ${merchantId} and state = 'under_review') as submitted`)
    ).rows[0];
  // Read before the demotions, because one that hits whoever sent the invitation takes it back.
  expect(await read()).toEqual({ owners: 2, open: 1, submitted: 1 });
  const demoted = await pressAll([one, two], (caller) => {
    const userId = ids.find((id) => id !== caller.member.userId) ?? "";
    return caller.call("changeRoleAction", { userId, role: "viewer" });
  });
  for (const { counts } of [invited, submitted, demoted])
    expect(Object.keys(counts).filter((said) => /failed|invalid/.test(said))).toEqual([]);
  expect((await read())?.owners).toBe(1);
});
