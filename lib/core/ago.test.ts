import { describe, expect, test } from "vitest";
import { describeAgo, describeSpan } from "./ago";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("how long ago", () => {
  test.each([
    [-5 * second, "just now"],
    [0, "just now"],
    [minute - 1, "just now"],
    [minute, "1 minute ago"],
    [2 * minute - 1, "1 minute ago"],
    [4 * minute, "4 minutes ago"],
    [hour - 1, "59 minutes ago"],
    [hour, "1 hour ago"],
    [3 * hour + 59 * minute, "3 hours ago"],
    [day - 1, "23 hours ago"],
    [day, "1 day ago"],
    [2 * day, "2 days ago"],
    [400 * day, "400 days ago"],
  ])("%d ms is %s: rounded down", (ms, words) => {
    expect(describeAgo(ms)).toBe(words);
  });

  test.each([
    [-minute, "less than a minute"],
    [minute - 1, "less than a minute"],
    [minute, "1 minute"],
    [5 * hour, "5 hours"],
    [day, "1 day"],
  ])("a span of %d ms is %s", (ms, words) => {
    expect(describeSpan(ms)).toBe(words);
  });
});
