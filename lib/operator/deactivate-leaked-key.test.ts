import { describe, expect, test } from "vitest";
import { listKeys } from "@/lib/api-keys/list-keys";
import { aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { noticesTo } from "@/lib/testing/outbox";
import { anActor } from "@/lib/testing/people";
import { operatorsTrail } from "@/lib/testing/trail";
import { verdictOf } from "@/lib/testing/verdict";
import { deactivateLeakedKey } from "./deactivate-leaked-key";
import { freezeKey } from "./freeze-key";
import { operatorOf } from "./operator";

const operator = operatorOf("otto", "staff");
const owner = () => anActor({ mobile: true, otp: true });

describe("a key that was found in public", () => {
  test("ends at once if it is the current one, and a new one can be generated (G-1, L-15)", async () => {
    const actor = await owner();
    const key = await aKey(actor, "live");
    expect(await deactivateLeakedKey(operator, key.keyId)).toMatchObject({
      isEndedNow: true,
      key: { state: "deactivated", merchantId: actor.merchant.id },
    });
    expect(await verdictOf(key)).toBe("deactivated");
    expect((await listKeys(actor, "live")).current).toBeNull();
    expect(await verdictOf(await aKey(actor, "live"))).toBe("allowed");
    const trail = await operatorsTrail(actor.merchant.id);
    expect(
      trail.map(({ event, keyId, mode, detail }) => [event, keyId, mode, detail.operator]),
    ).toEqual([
      ["key.marked_leaked", key.keyId, "live", "otto"],
      ["key.deactivated", key.keyId, "live", "otto"],
    ]);
    expect(await noticesTo(actor.user.email, "key-leaked")).toEqual([
      expect.objectContaining({
        kind: "key-leaked",
        facts: { by: "Razorpay support", keyId: key.keyId, mode: "live" },
      }),
    ]);
  });

  test("ends at once if it is retiring or frozen; other keys keep working", async () => {
    const actor = await owner();
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "in-24-hours");
    await freezeKey(operator, old.keyId);
    await deactivateLeakedKey(operator, old.keyId);
    expect([await verdictOf(old), await verdictOf(fresh)]).toEqual(["deactivated", "allowed"]);
  });

  test("that had already ended is only recorded as leaked, however often; parallel calls end a key once", async () => {
    const actor = await owner();
    const key = await aKey(actor);
    const calls = await Promise.all([1, 2, 3].map(() => deactivateLeakedKey(operator, key.keyId)));
    expect(calls.filter(({ isEndedNow }) => isEndedNow)).toHaveLength(1);
    const events = (await operatorsTrail(actor.merchant.id)).map(({ event }) => event).sort();
    expect(events).toEqual(["key.deactivated", ...Array(3).fill("key.marked_leaked")]);
    expect(await noticesTo(actor.user.email, "key-leaked")).toHaveLength(1);
    const expired = await aKey(actor, "live");
    await expireKeyIn(actor, expired.keyId, -1);
    expect(await deactivateLeakedKey(operator, expired.keyId)).toMatchObject({
      isEndedNow: false,
      key: { state: "expired" },
    });
    const nobodys = deactivateLeakedKey(operator, "rzp_test_00000000000000");
    await expect(nobodys).rejects.toMatchObject({ code: "unknown" });
  });
});
