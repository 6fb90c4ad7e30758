import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brandIcon } from "./brand-icon";
import { orgs } from "./orgs";
import { securityText } from "./security-text";

const css = readFileSync("app/globals.css", "utf8");

/**
 * A token's value in the style sheet for a brand: from its own block, or from the first one, which is razorpay's and
 * the default.
 */
function colourOf(brand: string, name: string): { light: string; dark: string } {
  const from = Math.max(css.indexOf(`[data-brand="${brand}"] {`), 0);
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\);`).exec(
    css.slice(from),
  );
  return { light: found?.[1] ?? "", dark: found?.[2] ?? "" };
}

describe.each(Object.values(orgs))("what $name's record gives to browsers", (org) => {
  test("has the same accent colour as its pages", () => {
    expect(org.accent).toEqual(colourOf(org.id, "accent"));
  });

  test("is an icon of its initial, in the colour that stands on its accent", () => {
    const icon = brandIcon(org);
    expect(icon).toContain(`fill="${org.accent.light}"`);
    expect(icon).toContain(`fill="${colourOf(org.id, "accent-ink").light}">${org.name[0]}</text>`);
    expect(icon).not.toMatch(/<script|<style|href/);
  });

  test("is a security.txt with the fields of RFC 9116, valid for less than a year", () => {
    const now = new Date("2026-02-27T00:00:00Z");
    expect(securityText(org, now).split("\n")).toEqual([
      `Contact: mailto:${org.securityEmail}`,
      "Expires: 2026-08-26T00:00:00.000Z",
      "Preferred-Languages: en",
      `Canonical: http://${org.hosts[0]}:3000/.well-known/security.txt`,
      "",
    ]);
  });
});
