/** Live keys without an end are not forgotten (K-14, DESIGN §2.10). */
import { and, eq } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import type { Actor } from "@/lib/access/actor";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { cutAt, mend } from "@/lib/testing/cut";
import { ageKey, aKey, aReplacement } from "@/lib/testing/keys";
import { aMember, anActor } from "@/lib/testing/people";
import { remindOfAges } from "./age-reminders";

afterEach(mend);

const day = 24 * 60 * 60;

const toldTo = async (recipient: string) =>
  (
    await db()
      .select({ facts: outbox.facts })
      .from(outbox)
      .where(and(eq(outbox.recipient, recipient), eq(outbox.kind, "key-old")))
      .orderBy(outbox.createdAt)
  ).map(({ facts }) => facts.days);

async function tellAll(): Promise<void> {
  while ((await remindOfAges()) > 0);
}

test("owner and admin are told of a Live key without an end at 90 and at 365 days, once each", async () => {
  const owner = await anActor();
  const admin = await aMember({ role: "admin", merchantId: owner.merchant.id });
  const { keyId } = await aKey(owner, "live");
  const told: number[] = [];
  let passed = 0;
  for (const age of [
    90 * day - 5,
    90 * day + 1,
    200 * day,
    365 * day - 5,
    365 * day + 1,
    900 * day,
  ]) {
    await ageKey(owner, keyId, age - passed);
    passed = age;
    await Promise.all([tellAll(), tellAll(), tellAll()]);
    told.push((await toldTo(owner.user.email)).length);
  }
  expect(told).toEqual([0, 1, 1, 1, 2, 2]);
  expect(await toldTo(owner.user.email)).toEqual(["90", "365"]);
  expect(await toldTo(admin.email)).toEqual(["90", "365"]);
});

test("a key that is older than both is told of once", async () => {
  const owner = await anActor();
  const { keyId } = await aKey(owner, "live");
  await ageKey(owner, keyId, 400 * day);
  await tellAll();
  expect(await toldTo(owner.user.email)).toEqual(["365"]);
});

test("Test keys, replaced keys and keys with an end are not told of", async () => {
  const owner = await anActor({ mobile: true, otp: true });
  const inTest = await aKey(owner, "test");
  await ageKey(owner, inTest.keyId, 400 * day);
  const first = await aKey(owner, "live");
  await changeKeyLife(owner, { mode: "live", life: "1-year" });
  await aReplacement(owner, first, "in-24-hours", "live");
  await ageKey(owner, first.keyId, 100 * day);
  const bounded: Actor = await anActor({ mobile: true, otp: true });
  await changeKeyLife(bounded, { mode: "live", life: "180-days" });
  const { keyId } = await aKey(bounded, "live");
  await ageKey(bounded, keyId, 100 * day);
  await tellAll();
  expect(await toldTo(owner.user.email)).toEqual([]);
  expect(await toldTo(bounded.user.email)).toEqual([]);
});

test("a worker that is killed at any of its statements leaves all of it or nothing, and each person hears once", async () => {
  await tellAll();
  const outcomes = new Set<number>();
  for (let nth = 1; ; nth++) {
    const owner = await anActor();
    const admin = await aMember({ role: "admin", merchantId: owner.merchant.id });
    const { keyId } = await aKey(owner, "live");
    await ageKey(owner, keyId, 91 * day);
    const seen = cutAt(nth, "before it is sent");
    await remindOfAges().catch(() => undefined);
    mend();
    const told = async () => [await toldTo(owner.user.email), await toldTo(admin.email)];
    const [toOwner = [], toAdmin] = await told();
    expect(toOwner, `statement ${nth}`).toEqual(toAdmin);
    outcomes.add(toOwner.length);
    await tellAll();
    expect(await told(), `statement ${nth}`).toEqual([["90"], ["90"]]);
    if (nth > seen.count) break;
    expect(nth).toBeLessThan(40);
  }
  expect([...outcomes].sort()).toEqual([0, 1]);
});
