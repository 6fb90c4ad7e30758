/** Reminders of a key's end: to whom, when, and once each (DESIGN §2.10). */
import { and, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyReminders, outbox } from "@/db/schema/outbox";
import type { Actor } from "@/lib/access/actor";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { type Cut, cutAt, mend } from "@/lib/testing/cut";
import { ageKey, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { aMember, anActor } from "@/lib/testing/people";
import { remindOfExpiries } from "./expiry-reminders";

const day = 24 * 60 * 60;

const remindersTo = async (recipient: string) =>
  (
    await db()
      .select({ facts: outbox.facts })
      .from(outbox)
      .where(and(eq(outbox.recipient, recipient), eq(outbox.kind, "key-expiring")))
      .orderBy(outbox.createdAt)
  ).map(({ facts }) => facts.days);

async function remindAll(): Promise<void> {
  while ((await remindOfExpiries()) > 0);
}

const notedFor = async (keyId: string) =>
  (await db().select().from(keyReminders).where(eq(keyReminders.keyId, keyId)))
    .map(({ daysBefore }) => daysBefore)
    .sort((a, b) => b - a);

describe("expiry reminders", () => {
  test("owner and admin are told 30, 14, 7 and 1 days ahead and at the end, once each, whatever runs in parallel", async () => {
    const owner = await anActor();
    const { merchantId } = { merchantId: owner.merchant.id };
    const admin = await aMember({ role: "admin", merchantId });
    const manager = await aMember({ role: "manager", merchantId });
    const { keyId } = await aKey(owner);
    const told: number[] = [];
    for (const days of [31, 30, 29, 14, 7, 6.5, 1, 0.5, 0, -1, -3]) {
      await expireKeyIn(owner, keyId, days * day - 60);
      await Promise.all([remindAll(), remindAll(), remindAll()]);
      told.push((await remindersTo(owner.user.email)).length);
    }
    expect(told).toEqual([0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 5]);
    const all = ["30", "14", "7", "1", "0"];
    expect(await remindersTo(owner.user.email)).toEqual(all);
    expect(await remindersTo(admin.email)).toEqual(all);
    expect(await remindersTo(manager.email)).toEqual([]);
  });

  test("each comes at its time, a key life from the making: not a second before", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    await changeKeyLife(owner, { mode: "test", life: "90-days" });
    const { keyId } = await aKey(owner);
    const told: number[] = [];
    let passed = 0;
    for (const days of [30, 14, 7, 1, 0]) {
      for (const seconds of [-5, 1]) {
        const age = (90 - days) * day + seconds;
        await ageKey(owner, keyId, age - passed);
        passed = age;
        await remindAll();
        told.push((await remindersTo(owner.user.email)).length);
      }
    }
    expect(told).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  test.each([
    [6.5, "7", [30, 14, 7]],
    [4.9, "5", [30, 14, 7]],
    [0.5, "1", [30, 14, 7, 1]],
    [-2, "0", [30, 14, 7, 1, 0]],
  ])("%d days ahead, when several are due, only the nearest is sent", async (days, says, noted) => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    await expireKeyIn(owner, keyId, days * day);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual([says]);
    expect(await notedFor(keyId)).toEqual(noted);
  });

  test("the last two of a Live key are sent by SMS too, to those who have a mobile", async () => {
    for (const mode of ["live", "test"] as const) {
      const member = await aMember({ mobile: true });
      const owner = await anActor({ merchantId: member.merchantId });
      const { keyId } = await aKey(owner, mode);
      for (const days of [30, 14, 7, 1, 0]) {
        await expireKeyIn(owner, keyId, days * day - 1);
        await remindAll();
      }
      expect(await remindersTo(member.mobile ?? "")).toEqual(mode === "live" ? ["1", "0"] : []);
      expect(await remindersTo(member.email)).toHaveLength(5);
    }
  });

  test("a key gets no reminder that is earlier than its own creation", async () => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    const isKey = eq(apiKeys.keyId, keyId);
    await db()
      .update(apiKeys)
      .set({ expiresAt: sql`${apiKeys.createdAt} + interval '10 days'` })
      .where(isKey);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual([]);
    await ageKey(owner, keyId, 4 * day);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual(["6"]);
  });

  test("frozen and replaced keys are not announced", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const old = await aKey(owner);
    const fresh = await aReplacement(owner, old, "in-24-hours");
    for (const { keyId } of [old, fresh]) await expireKeyIn(owner, keyId, 5 * day);
    const isFresh = eq(apiKeys.keyId, fresh.keyId);
    await db().update(apiKeys).set({ frozenAt: sql`now()` }).where(isFresh);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual([]);
    await db().update(apiKeys).set({ frozenAt: null }).where(isFresh);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual(["5"]);
  });

  test("a worker of an older build, which knows no reminder at the end, takes none away", async () => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    await expireKeyIn(owner, keyId, 3600);
    await db().update(apiKeys).set({ remindAt: null }).where(eq(apiKeys.keyId, keyId));
    const { rows } = await db().execute(
      sql`select from api_keys where key_id = ${keyId} and remind_at = expires_at`,
    );
    expect(rows).toHaveLength(1);
  });
});

describe("a worker that is killed", () => {
  afterEach(mend);

  async function aLiveKeyInItsLastDay(): Promise<{ owner: Actor; keyId: string; mobile: string }> {
    const member = await aMember({ mobile: true });
    const owner = await anActor({ merchantId: member.merchantId });
    const { keyId } = await aKey(owner, "live");
    await expireKeyIn(owner, keyId, day - 60);
    return { owner, keyId, mobile: member.mobile ?? "" };
  }

  test.each(["before it is sent", "when it was sent"] as Cut[])(
    "at any of its statements, cut %s, leaves all of a reminder or nothing, and each person hears once",
    async (when) => {
      const outcomes = new Set<string>();
      await remindAll();
      for (let nth = 1; ; nth++) {
        const { owner, keyId, mobile } = await aLiveKeyInItsLastDay();
        const seen = cutAt(nth, when);
        await remindOfExpiries().catch(() => undefined);
        mend();
        const parts = async () => [
          (await remindersTo(owner.user.email)).length,
          (await remindersTo(mobile)).length,
          (await notedFor(keyId)).length > 0 ? 1 : 0,
        ];
        const left = await parts();
        expect(new Set(left).size, `statement ${nth}: ${left}`).toBe(1);
        outcomes.add(`${left[0]}`);
        await remindAll();
        expect(await parts(), `statement ${nth}`).toEqual([1, 1, 1]);
        if (nth > seen.count) break;
        expect(nth).toBeLessThan(60);
      }
      expect([...outcomes].sort()).toEqual(["0", "1"]);
    },
  );
});
