import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyTarget, securityTarget } from "@/lib/step-up/target";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";
import { aColleague, alsoAt } from "@/lib/testing/team";
import { switchMerchant } from "./switch-merchant";
import { switchMode } from "./switch-mode";

async function ofTwo(options: { otp?: boolean; isTwoStepOn?: boolean } = {}) {
  const first = await aMember({ mobile: true, isTwoStepOn: options.isTwoStepOn ?? false });
  const second = await alsoAt(first, (await aMember()).merchantId);
  const session = await aSession(first, options);
  const here = () => actorOf(first as TestMember, session);
  return { first, second, here, actor: await here() };
}

test("a session can switch to another merchant, in Test Mode and with its cover; that merchant's audit trail has an entry", async () => {
  const { first, second, here, actor } = await ofTwo({ otp: true });
  await switchMode(actor, "live");
  await switchMerchant(actor, second.merchantId);
  const now = await here();
  expect([now.merchant.id, now.session.mode, now.session.id]).toEqual([
    second.merchantId,
    "test",
    actor.session.id,
  ]);
  expect(now.memberships.map(({ id }) => id).sort()).toEqual(
    [first.merchantId, second.merchantId].sort(),
  );
  const key = await aKey(now);
  await regenerateKey(now, {
    mode: "test",
    keyId: key.keyId,
    choice: "now",
    requestId: randomUUID(),
  });
  const { rows } = await db().execute(
    sql`select merchant_id from audit_events where event = 'merchant.switched' and user_id = ${first.userId}`,
  );
  expect(rows).toEqual([{ merchant_id: second.merchantId }]);
});

test("nobody can switch to a merchant they are not a member of, in this brand or another (C-4)", async () => {
  const { here, actor } = await ofTwo();
  for (const org of ["razorpay", "axis"] as const) {
    const { merchantId } = await aMember({ org });
    await expect(switchMerchant(actor, merchantId)).rejects.toMatchObject({ code: "not_a_member" });
  }
  expect((await here()).merchant.id).toBe(actor.merchant.id);
});

test("a code that was requested for one merchant authorises nothing at another (O-3)", async () => {
  const { first, second, here, actor } = await ofTwo({ isTwoStepOn: true });
  const { challengeId } = await requestCode(actor, securityTarget("team-two-step"));
  const guess = { challengeId, code: await latestCode(first.mobile ?? "") };
  await switchMerchant(actor, second.merchantId);
  const there = await here();
  const crossed = requireTwoStep(await takeProof(there, guess), { isRequired: true });
  await expect(crossed).rejects.toMatchObject({ code: "code_expired" });
  const { rows } = await db().execute(
    sql`select is_two_step_required as r from merchants where id = ${second.merchantId}`,
  );
  expect(rows).toEqual([{ r: false }]);
});

test("a key of the previous merchant is not found (K-7)", async () => {
  const { first, second, here, actor } = await ofTwo();
  const { keyId } = await aKey(actor);
  await switchMerchant(actor, second.merchantId);
  const there = await here();
  const key = { mode: "test", keyId } as const;
  const target = keyTarget("regenerate", key);
  await expect(requestCode(there, target)).rejects.toMatchObject({ code: "not_found" });
  await switchMerchant(there, first.merchantId);
  const back = await here();
  const { challengeId } = await requestCode(back, target);
  const guess = { challengeId, code: await latestCode(first.mobile ?? "") };
  const input = { ...key, choice: "now", requestId: randomUUID() } as const;
  expect(await regenerateKey(await takeProof(back, guess), input)).not.toBeNull();
});

test("a member who is removed while switching has no session there (R-12)", async () => {
  const { removeMember } = await import("@/lib/team/remove-member");
  const { second, actor, here } = await ofTwo();
  const owner = await aColleague(second, { role: "owner", mobile: true });
  const by = await actorOf(owner, await aSession(owner, { otp: true }));
  await Promise.allSettled([
    switchMerchant(actor, second.merchantId),
    removeMember(by, { userId: actor.user.id }),
  ]);
  const now = await here().catch(() => null);
  expect([actor.merchant.id, undefined]).toContain(now?.merchant.id);
});
