import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants, websites } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { roles } from "@/lib/core/roles";
import { ageKey, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { aFailure, aUse } from "@/lib/testing/usage";
import { readHome } from "./read-home";

const day = 24 * 60 * 60;
const textsOf = async (actor: Actor) =>
  (await readHome(actor)).attention.map(({ tone, text }) => `${tone}: ${text}`);

describe("the home page", () => {
  test("ticks exactly the steps that a new merchant has done", async () => {
    const actor = await anActor({ isWebsiteVerified: false });
    const empty = await readHome(actor);
    expect(empty).toMatchObject({
      keys: { test: null, live: null },
      attention: [],
      checklist: {
        hasTestKey: false,
        hasMobile: false,
        isWebsiteSubmitted: false,
        hasLiveKey: false,
      },
    });
    await aKey(actor, "test");
    expect((await readHome(actor)).checklist).toMatchObject({ hasTestKey: true, hasMobile: false });
    const done = await anActor({ mobile: true });
    await aKey(done, "test");
    expect((await readHome(done)).checklist).toMatchObject({
      hasMobile: true,
      isWebsiteSubmitted: true,
      hasLiveKey: false,
    });
    await aKey(done, "live");
    expect((await readHome(done)).checklist).toBeNull();
  });

  test("shows each mode's last use and requests of the last day", async () => {
    const actor = await anActor();
    const inTest = await aKey(actor, "test");
    const inLive = await aKey(actor, "live");
    await aUse(inLive.keyId, { requests: 7, minutesAgo: 60 });
    await aUse(inLive.keyId, { requests: 5 });
    const { keys } = await readHome(actor);
    expect(keys.test).toMatchObject({ keyId: inTest.keyId, lastUse: null, requests: 0 });
    expect(keys.live).toMatchObject({ keyId: inLive.keyId, status: "active", requests: 12 });
    expect(keys.live?.lastUse?.isRecent).toBe(true);
  });

  test("shows nothing while all is well; a key that was never used is mentioned after a day", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    expect(await textsOf(actor)).toEqual([]);
    await ageKey(actor, keyId, day + 60);
    expect(await textsOf(actor)).toEqual([
      expect.stringMatching(/^info: The Test key …\w{4} has never been used since it was made on /),
    ]);
    await aUse(keyId);
    expect(await textsOf(actor)).toEqual([]);
  });

  test.each([
    [31, null],
    [30, "warn: The Test key … expires in 30 days."],
    [7, "bad: The Test key … expires in 7 days."],
    [1, "bad: The Test key … expires in 1 day."],
    [-1, "bad: The Test key … has expired: requests with it are refused. Regenerate it."],
  ])("a key that expires in %i days", async (days, expected) => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    await aUse(keyId);
    await expireKeyIn(actor, keyId, days * day - 60);
    const texts = (await textsOf(actor)).map((text) => text.replace(/…\w{4}/, "…"));
    expect(texts).toEqual(expected === null ? [] : [expected]);
  });

  test("a Live key without an end is mentioned at 90 days and is a warning at 365; others are not", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const test = await aKey(actor, "test");
    const live = await aKey(actor, "live");
    for (const { keyId } of [test, live]) await aUse(keyId);
    const told: string[] = [];
    for (const [days, more] of [
      [90, -60],
      [0, 61],
      [275, -60],
      [0, 61],
    ] as const) {
      for (const { keyId } of [test, live]) await ageKey(actor, keyId, days * day + more);
      told.push((await textsOf(actor)).join().replace(/…\w{4}/, "…"));
    }
    const says = (days: number) =>
      `The Live key … is ${days} days old and never expires. Regenerate it from time to time.`;
    expect(told).toEqual(["", `info: ${says(90)}`, `info: ${says(364)}`, `warn: ${says(365)}`]);
  });

  test("a retiring key is a warning only while it is in use", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "in-24-hours");
    await aUse(fresh.keyId);
    expect(await textsOf(actor)).toEqual([expect.stringMatching(/^info: .* stops in 23 hours\.$/)]);
    await aUse(old.keyId, { minutesAgo: 5 });
    expect(await textsOf(actor)).toEqual([
      expect.stringMatching(
        /^warn: .* was used within the hour: replace it where it is still used\.$/,
      ),
    ]);
  });

  test("failures count as rising only above a minimum and above the usual rate, for each mode", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor, "live");
    await aUse(keyId);
    await aFailure(keyId, { cause: "wrong_secret", attempts: 9 });
    expect(await textsOf(actor)).toEqual([]);
    await aFailure(keyId, { cause: "expired", attempts: 2 });
    expect(await textsOf(actor)).toEqual([
      "warn: Failed attempts with Live keys are rising: 11 in the last two hours.",
    ]);
    await aFailure(keyId, { cause: "malformed", attempts: 400, minutesAgo: 10 * 60 });
    expect(await textsOf(actor)).toEqual([]);
  });

  test("a frozen key, a frozen merchant and a refused website stand first", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    await db().update(apiKeys).set({ frozenAt: sql`now()` }).where(eq(apiKeys.keyId, keyId));
    await db()
      .update(websites)
      .set({ state: "refused", refusalReason: "No refund policy." })
      .where(eq(websites.merchantId, actor.merchant.id));
    expect(await textsOf(actor)).toEqual([
      expect.stringMatching(/^bad: The Test key …\w{4} is frozen/),
      "warn: Your website needs changes before Live keys can be generated: No refund policy.",
    ]);
    await db()
      .update(merchants)
      .set({ frozenAt: sql`now()` })
      .where(eq(merchants.id, actor.merchant.id));
    const [first, ...rest] = await textsOf(actor);
    expect(first).toBe(
      "bad: All API keys of this account are frozen: requests with them are refused. Contact support@razorpay.test.",
    );
    expect(rest).toHaveLength(1);
  });

  test("shows one merchant only, and only to roles that may see keys (K-7, C-4)", async () => {
    const actor = await anActor();
    await aKey(actor);
    const other = await anActor();
    expect((await readHome(other)).keys.test).toBeNull();
    for (const role of roles) {
      const answer = await readHome({ ...actor, role }).then(
        () => "shown",
        (error) => error.code,
      );
      expect(answer).toBe(role === "owner" || role === "admin" ? "shown" : "forbidden");
    }
  });
});
