import { describe, expect, test } from "vitest";
import { ageKeyToEnd, aKey, aReplacement } from "@/lib/testing/keys";
import { actorOf, aMember, anActor, aSession } from "@/lib/testing/people";
import { aFailure, aUse } from "@/lib/testing/usage";
import { readKeyPage } from "./read-key-page";

describe("a key's own page", () => {
  test("shows a key of either mode whatever mode the session is in, and past keys too", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const live = await aKey(actor, "live");
    const old = await aKey(actor);
    await aUse(old.keyId, { minutesAgo: 4 });
    await aReplacement(actor, old, "in-24-hours");
    expect(actor.session.mode).toBe("test");
    expect(await readKeyPage(actor, live.keyId)).toMatchObject({
      mode: "live",
      key: { keyId: live.keyId, status: "active", expiry: null, lastUse: null },
      current: { keyId: live.keyId },
      retiring: [],
    });
    expect(await readKeyPage(actor, old.keyId)).toMatchObject({
      mode: "test",
      key: { status: "retiring", lastUse: { isRecent: true } },
      current: null,
      retiring: [{ keyId: old.keyId }],
    });
    await ageKeyToEnd(actor, old.keyId, -1);
    expect(await readKeyPage(actor, old.keyId)).toMatchObject({
      key: { status: "deactivated" },
      current: null,
      retiring: [],
    });
  });

  test("says what the key replaced and what replaced it, within its own mode", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const first = await aKey(actor);
    await aKey(actor, "live");
    const second = await aReplacement(actor, first, "now");
    const third = await aReplacement(actor, second, "now");
    const chain = async (keyId: string) => {
      const view = await readKeyPage(actor, keyId);
      return [view?.replaces, view?.replacedBy];
    };
    expect(await chain(first.keyId)).toEqual([null, second.keyId]);
    expect(await chain(second.keyId)).toEqual([first.keyId, third.keyId]);
    expect(await chain(third.keyId)).toEqual([second.keyId, null]);
  });

  test("is not there for another merchant, another brand, or an id that no key can have (C-4, K-7)", async () => {
    const { keyId } = await aKey(await anActor());
    const strangers = [await anActor(), await anActor({ org: "axis" })];
    for (const stranger of strangers) expect(await readKeyPage(stranger, keyId)).toBeNull();
    const actor = await anActor();
    const made = keyId.replace(/.{14}$/, "0".repeat(14));
    for (const id of [
      made,
      "",
      "rzp_test_\0",
      "rzp_test_%' or true --",
      `rzp_test_${"x".repeat(900)}`,
    ])
      expect(await readKeyPage(actor, id), id).toBeNull();
  });

  test("is for owner and admin only (K-7)", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    const seen = async (role: "admin" | "manager" | "operations" | "viewer") => {
      const member = await aMember({ merchantId: actor.merchant.id, role });
      return readKeyPage(await actorOf(member, await aSession(member)), keyId);
    };
    expect((await seen("admin"))?.key.keyId).toBe(keyId);
    for (const role of ["manager", "operations", "viewer"] as const)
      await expect(seen(role)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("counts requests and refusals for each of 30 days and 24 hours, of this key alone", async () => {
    // Its days begin with a clock hour of UTC.
    const actor = await anActor({ org: "curlec" });
    const { keyId } = await aKey(actor);
    const other = await aKey(actor, "live");
    const empty = await readKeyPage(actor, keyId);
    expect([empty?.days.length, empty?.hours.length, empty?.causes]).toEqual([30, 24, []]);
    await aUse(keyId, { requests: 3 });
    await aUse(keyId, { requests: 4, minutesAgo: 60 });
    await aUse(keyId, { requests: 5, minutesAgo: 3 * 24 * 60 });
    await aUse(other.keyId, { requests: 70 });
    await aFailure(keyId, { cause: "malformed", attempts: 9, address: "203.0.113.1" });
    await aFailure(keyId, { cause: "malformed", minutesAgo: 60, attempts: 2 });
    await aFailure(keyId, { cause: "wrong_secret", attempts: 1 });
    const view = await readKeyPage(actor, keyId);
    expect(view?.hours.at(-1)).toMatchObject({ requests: 3, refused: 10 });
    expect(view?.hours.at(-2)).toMatchObject({ requests: 4, refused: 2 });
    const sum = (of: "requests" | "refused") => view?.days.reduce((all, day) => all + day[of], 0);
    expect([sum("requests"), sum("refused")]).toEqual([12, 12]);
    expect(view?.days.at(-4)?.requests).toBe(5);
    expect(view?.days.at(-1)?.name).toMatch(/^\d{1,2} \w{3,4}$/);
    const causes = view?.causes.map(({ attempts, address }) => `${attempts} ${address}`);
    expect(causes?.sort()).toEqual(["1 203.0.113.8", "11 203.0.113.1"]);
  });
});
