import { appendFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runSuite } from "./run-suites";
import { oneFailed, onePassed } from "./test-counts";

const log = "test-results/a-suite.log";
let printed = "";

beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(log);
});

test("of a suite that passes one line is printed, whatever its tools say", async () => {
  const run = async (path: string) => {
    appendFileSync(path, "a lot of text\n");
    return onePassed;
  };
  expect(await runSuite({ name: "a suite", run })).toEqual(onePassed);
  expect(printed).toBe("a suite: 1 passed, 0 failed (0 s)\n");
});

test("of a suite that fails everything is printed, and where to find it", async () => {
  const run = async (path: string) => {
    appendFileSync(path, "expected 1, got 2\n");
    return oneFailed;
  };
  expect(await runSuite({ name: "a suite", run })).toMatchObject({ failures: ["a suite"] });
  expect(printed).toContain(
    `0 passed, 1 failed (0 s)\nexpected 1, got 2\nAll of this is in ${log}.`,
  );
});

test("a suite that cannot run has failed and says why", async () => {
  const run = () => Promise.reject(new Error("no browser"));
  expect(await runSuite({ name: "a suite", run })).toMatchObject({ failed: 1 });
  expect(printed).toContain("\nno browser\n");
});
