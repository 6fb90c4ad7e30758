import { describe, expect, test } from "vitest";
import { readHeaders, readMode } from "./read-request";

describe("a gateway's request", () => {
  test("two Authorization headers count as none, whatever their case (A-1)", () => {
    expect(readHeaders(["Authorization", "a"]).authorization).toBe("a");
    expect(readHeaders(["authorization", "a", "AUTHORIZATION", "a"]).authorization).toBeUndefined();
    const three = ["authorization", "a", "Authorization", "b", "authorization", "c"];
    expect(readHeaders(three).authorization).toBeUndefined();
    expect(readHeaders(["Proxy-Authorization", "a", "Cookie", "b"]).authorization).toBeUndefined();
  });

  test("several X-Forwarded-For headers are one list (A-20)", () => {
    const lines = ["X-Forwarded-For", "6.6.6.6", "Accept", "*/*", "x-forwarded-for", "10.0.0.9"];
    expect(readHeaders(lines).forwardedFor).toBe("6.6.6.6,10.0.0.9");
    expect(readHeaders([]).forwardedFor).toBeNull();
  });

  test.each([
    ["", undefined],
    ["mode=live", "live"],
    ["mode=test", "test"],
    ["other=1&mode=live", "live"],
    ["mode=live&uri=/v1/orders?mode=test", "live"],
    ["mode=live&uri=/v1/orders&mode=test", "live"],
    ["uri=/v1/orders?x=1&mode=live", undefined],
    ["mode=", null],
    ["mode", null],
    ["mode=LIVE", null],
    ["mode=live%20", null],
    ["mode=l%69ve", null],
    ["mode=live&mode=live", null],
    ["mode=test&mode=live", null],
    ["mode=live,test", null],
  ])("the query %j asks for %j", (query, mode) => {
    expect(readMode(query)).toBe(mode);
  });
});
