import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { ageKey, ageKeyToEnd, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import { listKeys } from "./list-keys";
import { regenerateKey } from "./regenerate-key";

const hour = 60 * 60;

describe("regenerate", () => {
  test('"Immediately": the old key is refused from the commit on, and the new one works', async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "now");
    expect(await verdictOf(old)).toBe("deactivated");
    expect(await verdictOf(fresh)).toBe("allowed");
  });

  test('"In 24 hours": the old key passes one second before the 24th hour and is refused one second after', async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "in-24-hours");
    const [row] = await db()
      .select({ grace: sql<number>`extract(epoch from deactivates_at - replaced_at)::int` })
      .from(apiKeys)
      .where(eq(apiKeys.keyId, old.keyId));
    expect(row?.grace).toBe(24 * hour);
    await ageKeyToEnd(actor, old.keyId, 1);
    expect(await verdictOf(old)).toBe("allowed");
    await ageKeyToEnd(actor, old.keyId, -1);
    expect(await verdictOf(old)).toBe("deactivated");
    expect(await verdictOf(fresh)).toBe("allowed");
    const view = await listKeys(actor, "test");
    expect(view.past.map((row) => [row.keyId, row.status])).toEqual([[old.keyId, "deactivated"]]);
  });

  test("ten parallel regenerations make one new key; the others are told that it was already changed (M3)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => aReplacement(actor, old, "now")),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const refusals = all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(refusals).toEqual(Array(9).fill("already_changed"));
    expect(await rowsOf(actor.merchant.id)).toHaveLength(2);
  });

  test("a retry of the same submit makes no second key and returns no secret (K-13)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const input = {
      mode: "test",
      keyId: old.keyId,
      choice: "now",
      requestId: randomUUID(),
    } as const;
    expect(await regenerateKey(actor, input)).not.toBeNull();
    expect(await regenerateKey(actor, input)).toBeNull();
    expect(await rowsOf(actor.merchant.id)).toHaveLength(2);
  });

  test("a retiring key keeps its deadline when the current key is replaced again (D12)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const first = await aKey(actor);
    const second = await aReplacement(actor, first, "in-24-hours");
    const before = (await listKeys(actor, "test")).retiring[0]?.deactivates?.iso;
    await aReplacement(actor, second, "now");
    const view = await listKeys(actor, "test");
    expect(view.retiring.map((row) => row.keyId)).toEqual([first.keyId]);
    expect(view.retiring[0]?.deactivates?.iso).toBe(before);
  });

  test("an expired key is refused and can be replaced like any other; a replacement never extends a key's life (DESIGN §2.10)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await expireKeyIn(actor, old.keyId, 3600);
    expect(await verdictOf(old)).toBe("allowed");
    await aReplacement(actor, old, "in-24-hours");
    const [retiring] = (await listKeys(actor, "test")).retiring;
    expect(retiring?.deactivates?.iso).toBe(retiring?.expiry?.iso);
    expect(retiring?.extendsTo).toBeNull();
    await ageKey(actor, old.keyId, 3601);
    expect(await verdictOf(old)).toBe("deactivated");
  });

  test("an expired current key is shown as expired and is refused", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await expireKeyIn(actor, old.keyId, -1);
    expect(await verdictOf(old)).toBe("expired");
    expect((await listKeys(actor, "test")).current?.status).toBe("expired");
    const fresh = await aReplacement(actor, old, "in-24-hours");
    expect(await verdictOf(old)).toBe("expired");
    expect(await verdictOf(fresh)).toBe("allowed");
  });
});

function rowsOf(merchantId: string) {
  return db().select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.merchantId, merchantId));
}
