import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { authenticators, recoveryCodes } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import { hashLinkToken, linkToken } from "@/lib/core/link-token";
import { findActor } from "@/lib/sessions/find-actor";
import { waitingFor } from "@/lib/testing/outbox";
import { aMember, aSession, type TestMember, testClient } from "@/lib/testing/people";
import { operatorsTrail } from "@/lib/testing/trail";
import { createMerchant } from "./create-merchant";
import { getMerchant } from "./get-merchant";
import { getUser } from "./get-user";
import { listMerchants } from "./list-merchants";
import { operatorOf } from "./operator";
import { resetTwoStep } from "./reset-two-step";
import { showMerchant } from "./show-merchant";
import { unlockUser } from "./unlock-user";

const operator = operatorOf("otto", "staff");
const someEmail = () => `o-${randomUUID()}@tests.test`;

async function lock({ org, userId }: TestMember) {
  await db()
    .update(users)
    .set({
      failedPasswords: 10,
      passwordRetryAt: sql`now() + interval '30 minutes'`,
      wrongCodes: 9,
      codesLockedUntil: sql`now() + interval '30 minutes'`,
    })
    .where(and(eq(users.orgId, org.id), eq(users.id, userId)));
}

describe("a new merchant", () => {
  test("gives its owner a link to set a password within 24 hours, and has one audit entry", async () => {
    const email = someEmail();
    const input = { orgId: "curlec", name: "Kedai", owner: { email, name: "Aina" } } as const;
    const made = await createMerchant(operator, input);
    expect(made).toMatchObject({ orgId: "curlec", isOwnerKnown: false, isLinkSent: true });
    expect(await showMerchant(made.merchantId)).toMatchObject({
      name: "Kedai",
      frozenAt: null,
      website: null,
      members: [{ email, role: "owner", name: "Aina" }],
      keys: [],
    });
    const [letter, ...others] = await waitingFor(email);
    expect(others).toEqual([]);
    expect(letter?.kind).toBe("password-reset");
    const token = linkToken("password-reset", letter?.facts.resetId ?? "");
    const [reset] = await db()
      .select({ hours: sql<number>`extract(epoch from expires_at - created_at)::float8 / 3600` })
      .from(passwordResets)
      .where(eq(passwordResets.tokenHash, hashLinkToken(token)));
    expect(reset?.hours).toBeCloseTo(24, 3);
    const [entry, ...rest] = await operatorsTrail(made.merchantId);
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({
      event: "merchant.created",
      detail: { operator: "otto", owner: made.ownerId },
    });
  });

  test("for an existing user keeps their name and password, and they are told", async () => {
    const member = await aMember({ hasPassword: true, role: "viewer" });
    const owner = { email: member.email, name: "Somebody Else" };
    const made = await createMerchant(operator, { orgId: "razorpay", name: "Second", owner });
    expect(made).toMatchObject({ ownerId: member.userId, isOwnerKnown: true, isLinkSent: false });
    const [user] = (await showMerchant(made.merchantId)).members;
    expect(user?.name).toBe(member.name);
    expect((await waitingFor(member.email)).map(({ kind }) => kind)).toEqual(["member-joined"]);
    // At another brand the same address belongs to another user.
    const elsewhere = await createMerchant(operator, { orgId: "axis", name: "Third", owner });
    expect(elsewhere).toMatchObject({ isOwnerKnown: false, isLinkSent: true });
  });
});

describe("a locked person", () => {
  test("is unlocked for codes and passwords and told, with one audit entry; for a user who is not locked it is refused", async () => {
    const member = await aMember({ hasPassword: true });
    await lock(member);
    expect(await getUser(db(), member.email)).toMatchObject({
      codesLockedUntil: expect.any(String),
      passwordRetryAt: expect.any(String),
    });
    expect(await unlockUser(operator, member.email.toUpperCase())).toMatchObject({
      codesLockedUntil: null,
      passwordRetryAt: null,
    });
    const again = unlockUser(operator, member.email);
    await expect(again).rejects.toMatchObject({ code: "already_so" });
    expect((await waitingFor(member.email)).map(({ kind }) => kind)).toEqual(["user-unlocked"]);
    const trail = await operatorsTrail(member.merchantId);
    expect(trail.map(({ event, detail }) => [event, detail.user])).toEqual([
      ["member.unlocked", member.userId],
    ]);
  });

  test("with an address in two brands is refused: the brands are named, and nothing changes", async () => {
    const email = someEmail();
    const [one, other] = [await aMember({ email }), await aMember({ email, org: "axis" })];
    for (const member of [one, other]) await lock(member);
    const message = expect.stringMatching(/--org axis.*--org razorpay/);
    const unclear = { code: "ambiguous", message };
    await expect(unlockUser(operator, email)).rejects.toMatchObject(unclear);
    await expect(getMerchant(db(), email)).rejects.toMatchObject(unclear);
    await unlockUser(operator, email, "axis");
    expect((await getUser(db(), email, "razorpay")).codesLockedUntil).not.toBeNull();
    expect(await getMerchant(db(), email, "axis")).toMatchObject({ id: other.merchantId });
    await expect(getUser(db(), email, "curlec")).rejects.toMatchObject({ code: "unknown" });
  });
});

describe("a lost phone", () => {
  test("2-step verification is turned off; mobile, app, recovery codes and every session are gone (D11)", async () => {
    const member = await aMember({ mobile: true, isTwoStepOn: true });
    const { org, userId } = member;
    const whose = { orgId: org.id, userId };
    const app = newId("aut");
    await db()
      .insert(authenticators)
      .values({
        ...whose,
        id: app,
        sealedSecret: Buffer.alloc(48),
        confirmedAt: sql`now()`,
      });
    await db().update(users).set({ authenticatorId: app }).where(eq(users.id, userId));
    await db()
      .insert(recoveryCodes)
      .values({ ...whose, id: newId("rec"), codeHash: Buffer.alloc(32) });
    const { sid } = await aSession(member, { otp: true });
    expect(await resetTwoStep(operator, member.email)).toMatchObject({
      isTwoStepOn: false,
      mobile: null,
      hasAuthenticator: false,
    });
    expect(await findActor(org, sid, testClient)).toBeNull();
    for (const table of [authenticators, recoveryCodes])
      expect(await db().select().from(table).where(eq(table.userId, userId))).toEqual([]);
    expect((await waitingFor(member.email)).map(({ kind }) => kind)).toEqual(["two-step-reset"]);
    expect((await operatorsTrail(member.merchantId)).map(({ event }) => event)).toEqual([
      "session.ended",
      "two_step.reset",
    ]);
  });
});

describe("looking", () => {
  test("at merchants and users writes no audit entry and shows no whole number; wildcards are plain text", async () => {
    const merchantName = `Shop ${randomUUID()} 100%`;
    const member = await aMember({ mobile: true, merchantName });
    const found = await listMerchants({ search: merchantName.slice(0, 20).toUpperCase() });
    expect(found.merchants.map(({ id }) => id)).toEqual([member.merchantId]);
    expect((await listMerchants({ search: "%_%" })).merchants).toEqual([]);
    const user = await getUser(db(), member.email);
    expect(user.mobile).toBe(`••••••${member.mobile?.slice(-4)}`);
    expect(await operatorsTrail(member.merchantId)).toEqual([]);
  });
});
