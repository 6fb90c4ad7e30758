import { expect, test } from "vitest";
import { orgs } from "@/lib/orgs/orgs";
import { describeAddresses } from "./describe-addresses";

const at = new Date("2026-11-22T12:00:00Z");
const seen = (address: string, requests: number) => ({
  address,
  requests,
  firstUsedAt: at,
  lastUsedAt: at,
});

const told = (...given: [string, number][]) =>
  describeAddresses(
    orgs.razorpay,
    given.map(([address, requests]) => seen(address, requests)),
  ).map(({ address, isNamed, requests, share }) => [address, isNamed, requests, share]);

test("an address has its share of all requests; nothing that is there is 0%, and only all of it 100%", () => {
  expect(told()).toEqual([]);
  expect(told(["203.0.113.1", 1])).toEqual([["203.0.113.1", true, "1 request", "100%"]]);
  expect(told(["203.0.113.1", 120_400], ["", 3], ["other", 1])).toEqual([
    ["203.0.113.1", true, "120,400 requests", "over 99%"],
    ["Address not known", false, "3 requests", "under 1%"],
    ["Other addresses", false, "1 request", "under 1%"],
  ]);
  expect(told(["a", 2], ["b", 1]).map((row) => row[3])).toEqual(["67%", "33%"]);
});

test("first and last use are told in the brand's time", () => {
  const [row] = describeAddresses(orgs.razorpay, [seen("203.0.113.1", 1)]);
  expect(row?.firstUsed).toMatchObject({ date: "22 Nov 2026", time: "05:30 pm IST" });
  expect(row?.lastUsed.iso).toBe(at.toISOString());
});
