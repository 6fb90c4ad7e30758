/** docs/requirements.md is true: whoever follows an id from a comment finds what it asks, and what proves it. */
import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { listFiles } from "./list-files";
import { citedIds, faultsOf, readRequirements } from "./requirements";

const page = readFileSync("docs/requirements.md", "utf8");

function read(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return null;
  return found.isDirectory() ? "" : readFileSync(path, "utf8");
}

describe("the table of requirements", () => {
  const rows = readRequirements(page);

  test("has a row for every id that is cited anywhere", () => {
    const known = new Set(rows.map(({ id }) => id));
    const unknown = listFiles([".ts", ".tsx", ".sql", ".css", ".md", ".mjs", ".conf"])
      .filter((path) => !path.endsWith("requirements.test.ts"))
      .flatMap((path) =>
        [...citedIds(readFileSync(path, "utf8"))]
          .filter((id) => !known.has(id))
          .map((id) => `${id} in ${path}`),
      );
    expect(unknown).toEqual([]);
    expect(rows.length).toBeGreaterThan(150);
  });

  test("names files that exist and tests that have the quoted words, and no id twice", () => {
    expect(faultsOf(rows, read)).toEqual([]);
  });
});

describe("its check", () => {
  const files: Record<string, string> = { "a.ts": "", "a.test.ts": 'test("it holds (K-1)"' };
  const check = (row: string) => faultsOf(readRequirements(row), (path) => files[path] ?? null);

  test("finds ids in comments, and takes no drawing, curve or character set for one", () => {
    expect([...citedIds("(K-99, S-1 … S-7), D5. M2")]).toEqual(["K-99", "S-1", "S-7", "D5", "M2"]);
    expect([...citedIds("M4 4h7v1 P-256 UTF-8 k-10 A-0 SHA-384 MD5 X11")]).toEqual([]);
  });

  test.each([
    ['| K-1 | asks | `a.ts` | `a.test.ts` "it holds" |', []],
    ["| K-1 | asks | not built | not proved yet |", []],
    ['| K-1 | asks | `a.ts` | In part: `a.test.ts` "it holds". not proved yet: more |', []],
    ["| K-1 | asks | `b.ts` | not proved yet |", ["K-1: b.ts does not exist"]],
    ['| K-1 | asks | `a.ts` | `a.ts` "it holds" |', ["K-1: a.ts is no test"]],
    ['| K-1 | asks | `a.ts` | `a.test.ts` "it flies" |', ['K-1: a.test.ts has no test "it flies"']],
    ["| K-1 | asks | `a.ts` | by eye |", ['K-1: names neither a test nor "not proved yet"']],
    [
      '| K-1 | asks | `a.ts` | `a.test.ts` "it holds". not proved yet: more |',
      ['K-1: is proved in part and does not begin with "In part"'],
    ],
  ])("of %s says %j", (row, faults) => {
    expect(check(row)).toEqual(faults);
  });

  test("finds an id that has two rows", () => {
    const row = "| D1 | asks | `a.ts` | not proved yet |";
    expect(check(`${row}\n${row}`)).toEqual(["D1: has two rows"]);
  });
});
