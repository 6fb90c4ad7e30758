/** Every command that changes a key or a user's login queues its notices in its own transaction (L-15). */
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import type { Actor } from "@/lib/access/actor";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { confirmMobile } from "@/lib/factors/verify-mobile";
import { logIn } from "@/lib/login/log-in";
import { notifyOfNewDevice } from "@/lib/login/notify-of-new-device";
import { codeOwner } from "@/lib/otp/challenge";
import { confirmCode } from "@/lib/otp/confirm-code";
import { sendSmsCode } from "@/lib/otp/send-sms-code";
import { ownTarget } from "@/lib/otp/target";
import { createSession } from "@/lib/sessions/open-session";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyTarget } from "@/lib/step-up/target";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { aMember, aMobile, anActor, testClient, testPassword } from "@/lib/testing/people";

const kindsTo = async (recipient: string) =>
  (
    await db()
      .select({ kind: outbox.kind })
      .from(outbox)
      .where(eq(outbox.recipient, recipient))
      .orderBy(outbox.createdAt)
  ).map(({ kind }) => kind);

async function factsTo(actor: Pick<Actor, "user">, kind: string) {
  const rows = await db().select().from(outbox).where(eq(outbox.recipient, actor.user.email));
  return rows.find((row) => row.kind === kind)?.facts;
}

describe("keys", () => {
  test("generate, regenerate, keep longer, deactivate and change of key life each tell the owner and the admin who did it, once", async () => {
    const owner = await anActor();
    const merchantId = owner.merchant.id;
    const manager = await anActor({ role: "manager", merchantId });
    const admin = await anActor({ role: "admin", merchantId, mobile: true, otp: true });
    const old = await aKey(admin);
    const fresh = await aReplacement(admin, old, "in-24-hours");
    const until = (await listKeys(admin, "test")).retiring[0]?.extendsTo?.iso ?? "";
    const key = { mode: "test", keyId: old.keyId } as const;
    await extendKey(admin, { ...key, until: new Date(until) });
    await extendKey(admin, { ...key, until: new Date(until) });
    await deactivateKey(admin, key);
    await deactivateKey(admin, key);
    for (let n = 0; n < 2; n++) await changeKeyLife(admin, { mode: "test", life: "90-days" });
    const all = [
      "key-generated",
      "key-regenerated",
      "key-extended",
      "key-deactivated",
      "key-life-changed",
    ];
    expect(await kindsTo(owner.user.email)).toEqual(all);
    expect(await kindsTo(admin.user.email)).toEqual(all);
    expect(await kindsTo(manager.user.email)).toEqual([]);
    expect(await factsTo(owner, "key-regenerated")).toEqual({
      notMeId: expect.stringMatching(/^nml_/),
      keyId: fresh.keyId,
      mode: "test",
      replaces: old.keyId,
      oldKeyEnds: "in-24-hours",
      oldKeyUntil: expect.stringMatching(/^20.*Z$/),
      by: admin.user.name,
      byUserId: admin.user.id,
    });
    expect(await factsTo(owner, "key-extended")).toMatchObject({ until });
  });

  test("nobody is told of a change that was rolled back, refused or repeated", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const key = await aKey(owner);
    const input = { mode: "test", keyId: key.keyId, choice: "now" } as const;
    const requestId = randomUUID();
    await regenerateKey(owner, { ...input, requestId });
    await regenerateKey(owner, { ...input, requestId });
    await expect(regenerateKey(owner, { ...input, requestId: randomUUID() })).rejects.toThrow();
    expect(await kindsTo(owner.user.email)).toEqual(["key-generated", "key-regenerated"]);
  });

  test("the outbox contains no secret", async () => {
    const owner = await anActor();
    const { secret } = await aKey(owner);
    const rows = await db().execute(sql`select o::text as row from outbox o`);
    expect(JSON.stringify(rows.rows)).not.toContain(secret);
  });
});

describe("factors and logins", () => {
  test("the notice of a verified mobile has the number masked", async () => {
    const actor = await anActor();
    const mobile = aMobile(actor.org);
    const target = ownTarget("verify-mobile");
    const { challengeId } = await sendSmsCode(codeOwner(actor), target, mobile);
    await confirmMobile(await takeProof(actor, { challengeId, code: await latestCode(mobile) }));
    expect(await factsTo(actor, "mobile-verified")).toEqual({
      notMeId: expect.stringMatching(/^nml_/),
      who: `${actor.user.name} (${actor.user.email})`,
      by: actor.user.name,
      byUserId: actor.user.id,
      mobile: `••••••${mobile.slice(-4)}`,
    });
  });

  test("the ninth wrong code in a row is told to the user and the owner, once", async () => {
    const owner = await anActor();
    const admin = await anActor({ role: "admin", merchantId: owner.merchant.id, mobile: true });
    const mobile = aMobile(admin.org);
    for (const purpose of ["regenerate", "deactivate"] as const) {
      const target = keyTarget(purpose, { mode: "test", keyId: "rzp_test_1" });
      const { challengeId } = await sendSmsCode(codeOwner(admin), target, mobile);
      for (let n = 0; n < 5; n++)
        await confirmCode(codeOwner(admin), { id: challengeId, target }, "nope");
    }
    expect(await kindsTo(owner.user.email)).toEqual(["codes-locked"]);
    expect(await kindsTo(admin.user.email)).toEqual(["codes-locked"]);
  });

  test("a login from a new browser is told; the first login, and a new version of a known browser, are not", async () => {
    const member = await aMember({ hasPassword: true });
    const from = async (userAgent: string) => {
      const { org, userId, merchantId } = member;
      const client = { ...testClient, userAgent };
      await transaction(async (tx) => {
        await notifyOfNewDevice(tx, org, userId, client);
        await createSession(tx, { orgId: org.id, userId, merchantId, client });
      });
      return (await kindsTo(member.email)).length;
    };
    const firefox = (version: number) =>
      `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
    expect(await from(firefox(130))).toBe(0);
    expect(await from(firefox(131))).toBe(0);
    expect(await from("curl/8.1")).toBe(1);
    const login = { email: member.email, password: testPassword };
    await logIn(member.org, login, { ...testClient, userAgent: "curl/8.2" });
    expect(await kindsTo(member.email)).toHaveLength(1);
    const told = await factsTo({ user: { ...member, id: member.userId } }, "new-device");
    expect(told).toMatchObject({ device: "curl", address: "direct", byUserId: member.userId });
  });
});
