/** The pages in docs and the README name what is there, and the map leaves no folder out. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "./list-files";

const folders = ["app", "bench", "bin", "components", "db", "deploy", "docs", "e2e", "lib"];
const pages = ["README.md", ...listFiles([".md"], "docs"), ...listFiles([".md"], "deploy")];

/** What a page says is there: names in code that begin with one of our folders, and links to files. */
function namedPaths(page: string, text: string): string[] {
  const inCode = [...text.matchAll(/`([^`\s*…]+)`/g)].map(([, path = ""]) => path);
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, link = ""]) => link);
  return [
    ...inCode.filter((path) => path.includes("/") && folders.includes(path.split("/")[0] ?? "")),
    ...links.filter((link) => !link.includes("://")).map((link) => join(dirname(page), link)),
  ];
}

test.each(pages)("%s names only files and folders that exist", (page) => {
  const named = namedPaths(page, readFileSync(page, "utf8"));
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test("a path and a link that lead nowhere are found", () => {
  const text = "`lib/core/ids.ts` `lib/gone.ts` `npm run x` [a](gone.md#here) [b](https://x.test)";
  const named = namedPaths("docs/a.md", text);
  expect(named).toEqual(["lib/core/ids.ts", "lib/gone.ts", "docs/gone.md"]);
});

test.each(["lib", "components", "bin", "e2e", "bench", "db"])(
  "each folder of %s stands in the map",
  (top) => {
    const map = readFileSync("docs/architecture.md", "utf8");
    const inside = new Set(
      listFiles([""], top).flatMap((path) => path.split("/").slice(1, -1)[0] ?? []),
    );
    const missing = [...inside].filter((name) => !map.includes(`| \`${top}/${name}\` |`));
    expect(missing).toEqual([]);
  },
);
