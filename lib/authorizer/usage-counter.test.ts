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
    expect(used.every(({ hour, lastAt }) => hour === Math.floor(lastAt / 1_000))).toBe(true);
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
});
