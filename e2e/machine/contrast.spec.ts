import { readFileSync } from "node:fs";
import { expect, test } from "@/e2e/fixtures";

/** Text on what it stands on; the last pair is for lines that must be seen, at 3:1 (WCAG 1.4.3, 1.4.11). */
const text = 4.5;
const pairs: [string, string, number][] = [
  ...["bg", "panel", "sunken"].flatMap((on): [string, string, number][] => [
    ["ink", on, text],
    ["muted", on, text],
    ["accent-text", on, text],
    ["bad", on, text],
  ]),
  ["accent-text", "accent-soft", text],
  ["accent-ink", "accent", text],
  ["accent-ink", "accent-hover", text],
  ["ok", "ok-soft", text],
  ["warn", "warn-soft", text],
  ["ink", "warn-soft", text],
  ["bad", "bad-soft", text],
  ["edge", "panel", 3],
];

type Tokens = Record<string, [light: string, dark: string]>;

function tokensOf(css: string, selector: string): Tokens {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  const lines = block.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g);
  return Object.fromEntries(
    [...lines].map(([, name, light, dark]) => [name, [light, dark]]),
  ) as Tokens;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const brand of ["razorpay", "curlec", "axis"]) {
  test(`${brand}'s colours can be read in both themes (DESIGN §9)`, () => {
    const css = readFileSync("app/globals.css", "utf8");
    const tokens = { ...tokensOf(css, ":root"), ...tokensOf(css, `[data-brand="${brand}"]`) };
    const tooFaint = pairs.flatMap(([front, back, least]) =>
      [0, 1].flatMap((theme) => {
        const ratio = contrast(
          tokens[front]?.[theme] ?? "#808080",
          tokens[back]?.[theme] ?? "#808080",
        );
        return ratio < least
          ? [`${front} on ${back}, ${theme ? "dark" : "light"}: ${ratio.toFixed(2)}`]
          : [];
      }),
    );
    expect(tooFaint).toEqual([]);
  });
}
