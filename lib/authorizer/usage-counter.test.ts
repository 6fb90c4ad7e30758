import { describe, expect, test } from "vitest";
import { UsageCounter } from "./usage-counter";

describe("counting in memory", () => {
  test("when an hour ends, no count moves into the next, even with the maximum number of keys", () => {
    const counter = new UsageCounter((now) => Math.floor(now / 1_000));
    for (let key = 0; key < 200_000; key++) counter.passed(`key ${key}`, null, 900);
    for (let key = 0; key < 200_000; key++) counter.passed(`key ${key}`, null, 1_001);
    const { used, since } = counter.take();
    expect(since).toBe(900);
    expect(used.length + counter.dropped).toBe(400_000);
    expect(used).toHaveLength(250_000);
    const hourOf = (at: number) => Math.floor(at / 1_000);
    expect(used.every(({ firstAt, lastAt }) => hourOf(firstAt) === hourOf(lastAt))).toBe(true);
    expect([counter.isEmpty, counter.lagSeconds(5_000)]).toEqual([true, 0]);
  });

  test("made-up ids get limited room; counts beyond it are dropped and counted as dropped", () => {
    const counter = new UsageCounter(() => 0);
    for (let key = 0; key < 1_500; key++) counter.failedUnread(`key ${key}`, "malformed", "a", 0);
    expect(counter.dropped).toBe(500);
    for (let address = 0; address < 50; address++)
      counter.failed("key 0", "wrong_secret", `203.0.113.${address}`, 0);
    const { used, failed } = counter.take();
    expect(used).toHaveLength(1_000);
    expect(used[0]?.failures).toEqual({ malformed: 1, wrong_secret: 50 });
    expect(failed.filter(({ keyId }) => keyId === "key 0")).toHaveLength(20);
  });

  test("each address of a key has its count with first and last use, and a failure takes none", () => {
    const counter = new UsageCounter(() => 0);
    counter.failed("key", "wrong_secret", "203.0.113.9", 1);
    for (const [at, address] of [
      [2, "203.0.113.1"],
      [3, "203.0.113.1"],
      [4, null],
      [5, "203.0.113.2"],
      [6, "203.0.113.1"],
    ] as const)
      counter.passed("key", address, at);
    counter.failed("key", "wrong_secret", "203.0.113.9", 7);
    const counts = { keyId: "key", isOther: false, failures: null };
    expect(counter.take().used).toEqual([
      {
        ...counts,
        address: "203.0.113.1",
        requests: 3,
        firstAt: 2,
        lastAt: 6,
        failures: { wrong_secret: 2 },
      },
      { ...counts, address: null, requests: 1, firstAt: 4, lastAt: 4 },
      { ...counts, address: "203.0.113.2", requests: 1, firstAt: 5, lastAt: 5 },
    ]);
  });

  test("a key that is used from a million addresses has a hundred entries and one for the rest", () => {
    const counter = new UsageCounter(() => 0);
    for (let address = 0; address < 1_000_000; address++) counter.passed("key", `${address}`, 0);
    counter.passed("key", "7", 0);
    const { used } = counter.take();
    expect(used).toHaveLength(101);
    expect(used.reduce((sum, { requests }) => sum + requests, 0)).toBe(1_000_001);
    expect(used.filter(({ isOther }) => isOther)).toEqual([
      expect.objectContaining({ requests: 999_900, address: "999999" }),
    ]);
    expect(counter.dropped).toBe(0);
  });

  test("many keys from many addresses share fifty thousand further entries, and lose no request", () => {
    const counter = new UsageCounter(() => 0);
    for (let address = 0; address < 50; address++)
      for (let key = 0; key < 5_000; key++) counter.passed(`key ${key}`, `${address}`, 0);
    const { used } = counter.take();
    expect(used.filter(({ isOther }) => !isOther)).toHaveLength(5_000 + 50_000);
    expect(used.filter(({ isOther }) => isOther).length).toBeLessThanOrEqual(5_000);
    expect(used.reduce((sum, { requests }) => sum + requests, 0)).toBe(250_000);
  });
});
