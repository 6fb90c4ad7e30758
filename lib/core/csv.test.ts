import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvLine } from "./csv";

/** Reads RFC 4180 as a spreadsheet does. Every cell must be quoted. */
function parse(text: string): string[] {
  const cells = [...text.matchAll(/(?:^|,)"((?:[^"]|"")*)"/gs)];
  const end = cells.at(-1);
  expect((end?.index ?? 0) + (end?.[0].length ?? 0)).toBe(text.length - 2);
  expect(text.endsWith("\r\n")).toBe(true);
  return cells.map(([, cell = ""]) => cell.replaceAll('""', '"'));
}

const signs = ["=", "+", "-", "@", "\t", "\0", "\r", "\n", "＝", "＋", "－", "＠"];

describe("CSV (W-6)", () => {
  test("any cells can be read back, and none begins with what a spreadsheet would run", () => {
    const nasty = fc
      .tuple(fc.constantFrom("", " ", "\u00a0", ...signs), fc.string())
      .map((p) => p.join(""));
    const cell = fc.oneof(
      nasty,
      fc.string({ unit: "binary" }),
      fc.constantFrom('"', '","', "a\r\nb"),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const read = parse(csvLine(cells));
        expect(read.map((text, at) => (text === cells[at] ? text : text.slice(1)))).toEqual(cells);
        for (const text of read)
          expect(
            signs.some((sign) => text.trimStart().startsWith(sign) || text.startsWith(sign)),
          ).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test("plain text is only quoted", () => {
    expect(csvLine(["a", 'say "x", please', ""])).toBe('"a","say ""x"", please",""\r\n');
    expect(csvLine(["=1+1", "＝1"])).toBe('"\'=1+1","\'＝1"\r\n');
  });
});
