import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nameRest, oneFailed, readPlaywright, readVitest } from "./test-counts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "counts-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function aReport(report: unknown): string {
  const path = join(dir, "report.json");
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const stats = { expected: 3, flaky: 0, unexpected: 0, skipped: 1 };

describe("what a test runner's report says", () => {
  test("of unit tests: each failed one by its name and what it said, a file that cannot be loaded too", () => {
    const failed = {
      status: "failed",
      fullName: "a key dies",
      failureMessages: ["\u001b[31mno\nit lives"],
    };
    const passed = { status: "passed", fullName: "a key lives", failureMessages: [] };
    const path = aReport({
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: join(process.cwd(), "lib/a.test.ts"),
          status: "failed",
          message: "",
          assertionResults: [passed, failed],
        },
        {
          name: join(process.cwd(), "lib/b.test.ts"),
          status: "failed",
          message: "no such file",
          assertionResults: [],
        },
      ],
    });
    expect(readVitest(path, false)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 0,
      failures: [
        "lib/b.test.ts › cannot be loaded\n    no such file",
        "lib/a.test.ts › a key dies\n    no\n    it lives",
      ],
    });
  });

  test("of browser tests: failed ones at any depth", () => {
    const spec = (ok: boolean, message?: string) => ({
      title: "a story",
      file: "e2e/a.spec.ts",
      ok,
      tests: [{ results: [message ? { error: { message } } : {}] }],
    });
    const inner = { specs: [spec(false, "Timed out")] };
    const path = aReport({
      stats: { ...stats, unexpected: 1 },
      suites: [{ specs: [spec(true)], suites: [inner] }],
      errors: [],
    });
    expect(readPlaywright(path, false)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
      failures: ["e2e/a.spec.ts › a story\n    Timed out"],
    });
  });

  test("a runner that failed without a failure counts as one, and one without a report", () => {
    expect(readPlaywright(aReport({ stats, suites: [], errors: [] }), false).failed).toBe(1);
    expect(readPlaywright(join(dir, "none.json"), true)).toEqual(oneFailed);
    expect(nameRest(oneFailed, "lint").failures).toEqual(["lint"]);
  });
});
