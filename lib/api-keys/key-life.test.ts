/** Key life: how long new keys live, and what a brand allows (DESIGN §2.10). */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import type { Mode } from "@/lib/core/mode";
import type { KeyLife, Org } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import type { SteppedUp } from "@/lib/step-up/require-step-up";
import { ageKey, aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import { changeKeyLife } from "./change-key-life";
import { insertKey } from "./insert-key";
import { listKeys } from "./list-keys";

const day = 24 * 60 * 60;
const aCovered = () => anActor({ mobile: true, otp: true });

/** A brand whose keys live half a year unless a merchant chooses, and a year at most. */
const bounded: Org = {
  ...orgs.razorpay,
  policy: {
    ...orgs.razorpay.policy,
    keyLife: {
      default: "180-days",
      maximum: "1-year",
      offered: ["never", "90-days", "180-days", "1-year"],
    },
  },
};

/** Seconds from the making to the end, to the microsecond; null: no end. */
async function lifeOf(keyId: string): Promise<number | null> {
  const { rows } = await db().execute<{ life: number | null }>(
    sql`select extract(epoch from expires_at - created_at)::float8 as life from api_keys where key_id = ${keyId}`,
  );
  return rows[0]?.life ?? null;
}

const lives: [KeyLife, number | null][] = [
  ["never", null],
  ["90-days", 90 * day],
  ["180-days", 180 * day],
  ["1-year", 365 * day],
];

describe("the life of a new key", () => {
  test.each(lives)("%s is so many times 24 hours from its making", async (life, seconds) => {
    const actor = await aCovered();
    await changeKeyLife(actor, { mode: "live", life: "90-days" });
    await changeKeyLife(actor, { mode: "live", life });
    const key = await aKey(actor, "live");
    expect(await lifeOf(key.keyId)).toBe(seconds);
    expect(key.expiresAt?.getTime() ?? null).toBe(
      seconds === null ? null : key.createdAt.getTime() + seconds * 1000,
    );
  });

  test("is 24 hours a day also for a connection of a zone that changes its clocks", async () => {
    const actor = await aCovered();
    await changeKeyLife(actor, { mode: "test", life: "180-days" });
    const minted = await transaction(async (tx) => {
      await tx.execute(sql`set local timezone = 'Europe/Berlin'`);
      return insertKey(tx, actor as SteppedUp, "test", "berlin");
    });
    expect(await lifeOf(minted?.keyId ?? "")).toBe(180 * day);
  });

  test("it passes a second before its end and is refused a second after", async () => {
    const actor = await aCovered();
    await changeKeyLife(actor, { mode: "test", life: "90-days" });
    const key = await aKey(actor);
    await ageKey(actor, key.keyId, 90 * day - 5);
    expect(await verdictOf(key)).toBe("allowed");
    await ageKey(actor, key.keyId, 6);
    expect(await verdictOf(key)).toBe("expired");
  });

  test("a replacement lives the full life from its own making, and a change touches no key that exists", async () => {
    const actor = await aCovered();
    const first = await aKey(actor);
    await changeKeyLife(actor, { mode: "test", life: "90-days" });
    expect(await lifeOf(first.keyId)).toBeNull();
    await ageKey(actor, first.keyId, 80 * day);
    const second = await aReplacement(actor, first, "in-24-hours");
    expect(await lifeOf(second.keyId)).toBe(90 * day);
    await ageKey(actor, second.keyId, 80 * day);
    await changeKeyLife(actor, { mode: "test", life: "1-year" });
    expect(await lifeOf(second.keyId)).toBe(90 * day);
    const third = await aReplacement(actor, second, "now");
    expect(await lifeOf(third.keyId)).toBe(365 * day);
  });

  test.each([
    ["an hour before the old key's end it ends then", 90 * day - 3600, 3600],
    ["two days before it ends after 24 hours", 88 * day, day],
  ])("replacing never moves the old key's end later: %s", async (_, age, left) => {
    const actor = await aCovered();
    await changeKeyLife(actor, { mode: "test", life: "90-days" });
    const old = await aKey(actor);
    await ageKey(actor, old.keyId, age);
    await aReplacement(actor, old, "in-24-hours");
    await ageKey(actor, old.keyId, left - 5);
    expect(await verdictOf(old)).toBe("allowed");
    await ageKey(actor, old.keyId, 6);
    expect(await verdictOf(old)).toBe("deactivated");
  });

  test("an expired key is replaced whatever was chosen for it, and its notice says that it had expired", async () => {
    for (const choice of ["now", "in-24-hours"] as const) {
      const actor = await aCovered();
      await changeKeyLife(actor, { mode: "test", life: "90-days" });
      const old = await aKey(actor);
      await ageKey(actor, old.keyId, 90 * day + 1);
      const fresh = await aReplacement(actor, old, choice);
      expect(await verdictOf(old)).toBe("expired");
      expect(await lifeOf(fresh.keyId)).toBe(90 * day);
      const { rows } = await db().execute<{ ends: string; told: string }>(
        sql`select a.detail->>'old_key_ends' as ends, o.facts->>'oldKeyEnds' as told
          from audit_events a join outbox o on o.merchant_id = a.merchant_id and o.kind = 'key-regenerated'
          where a.merchant_id = ${actor.merchant.id} and a.event = 'key.regenerated'`,
      );
      expect(rows).toEqual([{ ends: "expired", told: "expired" }]);
    }
  });
});

describe("a brand's policy (DESIGN §3)", () => {
  const shown = async (actor: Actor, mode: Mode = "test") => (await listKeys(actor, mode)).life;

  test("the demo's brands offer all four, and never is what they begin with", async () => {
    for (const org of ["razorpay", "curlec", "axis"] as const) {
      const life = await shown(await anActor({ org }), "live");
      expect(life).toMatchObject({ chosen: "never", ends: null });
      expect(life.offered.map(({ name }) => name)).toEqual([
        "Never",
        "90 days",
        "180 days",
        "1 year",
      ]);
    }
  });

  test("another default counts until somebody chooses, and nothing longer than the maximum is offered or taken", async () => {
    const actor = { ...(await aCovered()), org: bounded };
    expect((await shown(actor)).chosen).toBe("180-days");
    expect((await shown(actor)).offered.map(({ life }) => life)).toEqual([
      "90-days",
      "180-days",
      "1-year",
    ]);
    const key = await aKey(actor);
    expect(await lifeOf(key.keyId)).toBe(180 * day);
    const never = changeKeyLife(actor, { mode: "test", life: "never" });
    await expect(never).rejects.toMatchObject({ code: "life_not_offered" });
    await changeKeyLife(actor, { mode: "test", life: "1-year" });
    expect((await shown(actor)).chosen).toBe("1-year");
  });

  test("a maximum that came later shortens what had been chosen before", async () => {
    const actor = await aCovered();
    await changeKeyLife(actor, { mode: "live", life: "90-days" });
    await changeKeyLife(actor, { mode: "live", life: "never" });
    const later = { ...actor, org: bounded };
    expect((await shown(later, "live")).chosen).toBe("1-year");
    expect(await lifeOf((await aKey(later, "live")).keyId)).toBe(365 * day);
  });

  test("each mode has its own, and another merchant's is another", async () => {
    const actor = await aCovered();
    const other = await aCovered();
    await changeKeyLife(actor, { mode: "live", life: "90-days" });
    expect((await shown(actor, "live")).chosen).toBe("90-days");
    expect((await shown(actor, "test")).chosen).toBe("never");
    expect((await shown(other, "live")).chosen).toBe("never");
  });

  test("the database takes no other life", async () => {
    const { org, merchant } = await anActor();
    const life = sql`insert into key_lives (org_id, merchant_id, mode, life) values (${org.id}, ${merchant.id}, 'test', '30-days')`;
    await expect(db().execute(life)).rejects.toThrow();
  });
});
