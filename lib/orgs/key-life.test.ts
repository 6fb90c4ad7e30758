import { describe, expect, test } from "vitest";
import { hoursOfLife, lifeInWords, lifeOfNewKeys, nameOfLife, offeredLives } from "./key-life";
import type { KeyLife, Org } from "./org";
import { orgs } from "./orgs";

const brand = (keyLife: Org["policy"]["keyLife"]): Pick<Org, "policy"> => ({
  policy: { ...orgs.axis.policy, keyLife },
});
const all: KeyLife[] = ["1-year", "never", "180-days", "90-days"];

describe("key life (DESIGN §2.10)", () => {
  test.each(Object.values(orgs))("what $name begins with is among what it offers", (org) => {
    expect(offeredLives(org)).toContain(lifeOfNewKeys(org, null));
  });

  test("they are offered in one order, and none that is longer than the maximum", () => {
    const of = (maximum: KeyLife, offered = all) =>
      offeredLives(brand({ default: "90-days", maximum, offered }));
    expect(of("never")).toEqual(["never", "90-days", "180-days", "1-year"]);
    expect(of("1-year")).toEqual(["90-days", "180-days", "1-year"]);
    expect(of("90-days")).toEqual(["90-days"]);
    expect(of("never", ["never", "1-year"])).toEqual(["never", "1-year"]);
  });

  test("a longer life than the maximum is cut to it, whether it was chosen or is the default", () => {
    const bounded = brand({ default: "never", maximum: "180-days", offered: all });
    expect(lifeOfNewKeys(bounded, null)).toBe("180-days");
    expect(lifeOfNewKeys(bounded, "1-year")).toBe("180-days");
    expect(lifeOfNewKeys(bounded, "90-days")).toBe("90-days");
  });

  test("each in words and in hours", () => {
    const said = all.map((life) => [nameOfLife(life), lifeInWords(life), hoursOfLife(life)]);
    expect(said).toEqual([
      ["1 year", "live 1 year", 8760],
      ["Never", "never expire", null],
      ["180 days", "live 180 days", 4320],
      ["90 days", "live 90 days", 2160],
    ]);
  });
});
