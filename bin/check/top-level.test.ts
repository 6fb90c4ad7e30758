import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

/** Everything that may stand in the project's folder, each with its reason. A new name needs one too. */
const topLevel: Record<string, string> = {
  // The folders and files whose names are fixed.
  app: "the pages and routes",
  components: "what the pages are made of",
  lib: "the rules of the product",
  db: "tables, migrations and the connection",
  e2e: "browser tests",
  public: "files that are the same for every brand",
  "package.json": "the packages and scripts",
  "tsconfig.json": "how TypeScript checks",
  "next.config.mjs": "how Next builds",
  "drizzle.config.ts": "where drizzle-kit finds the tables",
  // What is beside them (DESIGN §6).
  bench: "benchmarks",
  bin: "the programs: demo, authorizer, worker, operator's command, test runners",
  deploy: "configuration of gateways that ask the authorizer",
  docs: "architecture, requirements, decisions, operations",
  // Next finds these two here by their names.
  "proxy.ts": "what every request meets first",
  "instrumentation.ts": "what runs once when a server starts",
  // Tools look for these here.
  ".ci": "the whole proof on a bare machine",
  ".env.example": "every variable of the configuration",
  ".gitignore": "what git leaves out",
  ".npmrc": "npm: no install scripts, exact versions",
  "biome.json": "lint and format",
  "knip.json": "unused files and packages",
  "package-lock.json": "the exact versions",
  "playwright.config.ts": "browser tests",
  "postcss.config.mjs": "Tailwind's step in the build",
  "vitest.config.ts": "unit and integration tests",
  "README.md": "what this is and how to start it",
};

/** What work leaves behind; git ignores the same (.gitignore). */
const leftBehind =
  /^(\.git|\.next|\.data|\.env(?!\.example).*|node_modules|dist|coverage|test-results|playwright-report|next-env\.d\.ts|.*\.tsbuildinfo)$/;

/** As git has it, with what is new and not ignored; in a copy that is no clone, as the folder has it. */
function listTopLevel(): string[] {
  const names = listByGit().map((path) => path.split("/")[0] ?? "");
  const found = names.length > 0 ? new Set(names) : readdirSync(".");
  // Also of what git lists: it ignores the folder node_modules, but not a link to one.
  return [...found].filter((name) => !leftBehind.test(name));
}

function listByGit(): string[] {
  const options = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const { stdout } = spawnSync("git", options, { encoding: "utf8" });
  return (stdout ?? "").split("\0").filter((path) => path !== "" && existsSync(path));
}

test("the project's folder holds what is on the list, and nothing else (issue 12, item 0)", () => {
  expect(listTopLevel().filter((name) => !Object.hasOwn(topLevel, name))).toEqual([]);
});

test("what is on the list is there", () => {
  const found = listTopLevel();
  expect(Object.keys(topLevel).filter((name) => !found.includes(name))).toEqual([]);
});
