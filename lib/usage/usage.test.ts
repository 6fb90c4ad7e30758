import { describe, expect, test } from "vitest";
import { listKeys } from "@/lib/api-keys/list-keys";
import { readKeyPage } from "@/lib/api-keys/read-key-page";
import { ageKey, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { actorOf, aMember, anActor, aSession } from "@/lib/testing/people";
import { aFailure, aUse } from "@/lib/testing/usage";
import { failedAttemptsColumn } from "./failed-attempts";

describe("a key's traffic on the page", () => {
  test("shows that a key was never used, then the time and address of the last request, also IPv6", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    expect((await listKeys(actor, "test")).current?.lastUse).toBeNull();
    await aUse(keyId, { minutesAgo: 200, requests: 5 });
    await aUse(keyId, { minutesAgo: 90, address: "2001:db8::7" });
    const { current, readAt } = await listKeys(actor, "test");
    expect(current?.lastUse).toMatchObject({ isRecent: false, address: "2001:db8::7" });
    const agoMs = Date.parse(readAt) - Date.parse(current?.lastUse?.at.iso ?? "");
    expect(Math.round(agoMs / 60_000)).toBe(90);
    await aUse(keyId, { minutesAgo: 4 });
    expect((await listKeys(actor, "test")).current?.lastUse?.isRecent).toBe(true);
  });

  test("requests are counted in the clock hour they came in; those older than 24 hours are not shown", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    await aUse(keyId, { requests: 3 });
    await aUse(keyId, { requests: 4, minutesAgo: 60 });
    await aUse(keyId, { requests: 5, minutesAgo: 23 * 60 });
    await aUse(keyId, { requests: 6, minutesAgo: 24 * 60 });
    const { current, hours } = await listKeys(actor, "test");
    expect(hours).toHaveLength(24);
    const expected = Array.from({ length: 24 }, () => 0);
    expected[23] = 3;
    expected[22] = 4;
    expected[0] = 5;
    expect(current?.requests).toEqual(expected);
    const starts = hours.map(({ iso }) => Date.parse(iso));
    expect(
      starts.every((start, index) => index === 0 || start - (starts[index - 1] ?? 0) === 3_600_000),
    ).toBe(true);
  });

  test("an old key is safe to deactivate when it is silent and the new one is in use", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await ageKey(actor, old.keyId, 7_200);
    await aUse(old.keyId, { minutesAgo: 90 });
    const fresh = await aReplacement(actor, old, "in-24-hours");
    const isSafe = async () => (await listKeys(actor, "test")).retiring[0]?.isSafeToDeactivate;
    expect(await isSafe()).toBe(false);
    await aUse(fresh.keyId);
    expect(await isSafe()).toBe(false);
    await aUse(fresh.keyId, { minutesAgo: 121 });
    expect(await isSafe()).toBe(true);
    await aUse(old.keyId, { minutesAgo: 59 });
    expect(await isSafe()).toBe(false);
    expect((await listKeys(actor, "test")).current?.isSafeToDeactivate).toBe(false);
  });

  test("an old key that was never used is safe to deactivate as soon as the new one is used", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const fresh = await aReplacement(actor, await aKey(actor), "in-24-hours");
    const isSafe = async () => (await listKeys(actor, "test")).retiring[0]?.isSafeToDeactivate;
    expect(await isSafe()).toBe(false);
    await aUse(fresh.keyId);
    expect(await isSafe()).toBe(true);
  });
});

describe("failed attempts", () => {
  test("are described in plain words by cause; the list counts those of 24 hours, past keys' too", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "now");
    await ageKey(actor, old.keyId, 3 * 3_600);
    await aFailure(old.keyId, { cause: "deactivated", minutesAgo: 5 });
    await aFailure(fresh.keyId, { cause: "whitespace", minutesAgo: 4 });
    await aFailure(fresh.keyId, { cause: "malformed", minutesAgo: 3 });
    await aFailure(fresh.keyId, { cause: "wrong_secret", minutesAgo: 2 });
    await aFailure(fresh.keyId, { cause: "wrong_mode", minutesAgo: 1, attempts: 3 });
    await aFailure(fresh.keyId, { cause: "wrong_mode", minutesAgo: 1, attempts: 4 });
    await aFailure(fresh.keyId, { cause: "malformed", minutesAgo: 25 * 60, attempts: 50 });
    expect((await listKeys(actor, "test")).failures).toEqual([
      { keyId: fresh.keyId, attempts: 10 },
      { keyId: old.keyId, attempts: 1 },
    ]);
    const causesOf = async (keyId: string) =>
      (await readKeyPage(actor, keyId))?.causes.map(({ cause, attempts }) => [attempts, cause]);
    expect(await causesOf(fresh.keyId)).toEqual([
      [7, "A Test key was used on a Live gateway."],
      [1, "The secret is not this key's. It may be that of an earlier key."],
      [51, "The secret is incomplete or has a typo."],
      [
        1,
        "The secret has a trailing space, or there is another space or line break around it or the Key Id.",
      ],
    ]);
    expect(await causesOf(old.keyId)).toEqual([[1, "This key was deactivated 3 hours ago."]]);
  });

  test("of an expired Live key are counted on the Live page only", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor, "live");
    await expireKeyIn(actor, keyId, -2 * 24 * 3_600);
    await aFailure(keyId, { cause: "expired" });
    expect((await listKeys(actor, "test")).failures).toEqual([]);
    expect((await listKeys(actor, "live")).failures).toEqual([{ keyId, attempts: 1 }]);
    expect((await readKeyPage(actor, keyId))?.causes[0]?.cause).toBe(
      "This key expired 2 days ago.",
    );
  });

  test("are shown for the own merchant only, to owner and admin only (C-4, K-7)", async () => {
    const actor = await anActor();
    await aFailure((await aKey(actor)).keyId, { cause: "malformed" });
    expect((await listKeys(await anActor(), "test")).failures).toEqual([]);
    expect((await listKeys(await anActor({ org: "axis" }), "test")).failures).toEqual([]);
    const viewer = await aMember({ merchantId: actor.merchant.id, role: "viewer" });
    const denied = await actorOf(viewer, await aSession(viewer));
    expect(() => failedAttemptsColumn(denied, "test")).toThrow(
      expect.objectContaining({ code: "forbidden" }),
    );
  });
});
