import { describe, expect, test } from "vitest";
import { strengthBars, strengthOf, strengthWords } from "./password-strength";

describe("how a new password looks while it is typed", () => {
  test.each([
    ["", "none"],
    ["a", "short"],
    ["abcdefghijk", "short"],
    ["abcabcabcabc", "weak"],
    ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "weak"],
    ["abcdefabcdef", "fair"],
    ["abcdefghijkl", "fair"],
    ["correct horse ba", "good"],
    ["correct horse battery staple", "strong"],
  ])("%j is %s, where twelve characters are asked", (password, strength) => {
    expect(strengthOf(password, 12)).toBe(strength);
  });

  test("characters count, not bytes: an emoji is one, an accent belongs to its letter", () => {
    expect(strengthOf("🔑".repeat(11), 12)).toBe("short");
    expect(strengthOf("🔑".repeat(12), 12)).toBe("weak");
    expect(strengthOf("e\u0301".repeat(11), 12)).toBe("short");
  });

  test("the same few characters never make it strong, however long it gets", () => {
    expect(strengthOf("abcdefg".repeat(20), 12)).toBe("fair");
  });

  test("each strength has its words and bars, and a stronger one never has fewer bars", () => {
    const order = ["none", "short", "weak", "fair", "good", "strong"] as const;
    const bars = order.map((strength) => strengthBars[strength]);
    expect(bars).toEqual([...bars].sort((a, b) => a - b));
    expect(order.filter((strength) => strengthWords[strength] === "")).toEqual(["none"]);
  });
});
