/** What a test runner's report says. A runner that failed without counting a failure counts as one. */
import { appendFileSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { JSONReport, JSONReportSuite } from "playwright/types/testReporter";
import type { JsonTestResults } from "vitest/node";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** The failed ones as far as they have names, each with the beginning of what it said. */
  failures: string[];
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
export const onePassed: Counts = { ...noCounts, passed: 1 };
export const oneFailed: Counts = { ...noCounts, failed: 1 };

/** Of what a failed test said; enough to know the assertion and what it got. */
const shownLines = 12;

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** Failures that have no test's name get this one. */
export function nameRest(counts: Counts, name: string): Counts {
  if (counts.failed <= counts.failures.length) return counts;
  return { ...counts, failures: [...counts.failures, name] };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Names what failed, then the last line, "N passed, N failed", and the exit code. Where `.ci/run` adds several of these
 * up, it asks for the numbers in a file (TEST_COUNTS) and for the names in another beside it, so that its own last
 * lines are the only ones of that form: whoever sees no more than the end of its output knows what failed.
 */
export function conclude(name: string, counts: Counts): void {
  const file = process.env.TEST_COUNTS;
  const failures = counts.failures.map((text) => `Failed: ${text}\n`).join("");
  if (file) {
    appendFileSync(file, `${counts.passed} ${counts.failed} ${counts.skipped}\n`);
    appendFileSync(`${file}.failures`, failures);
  }
  const total = `${file ? `End of ${name}: ` : ""}${describeCounts(counts)}`;
  process.stdout.write(`\n${failures}${total}\n`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

export function readVitest(path: string, isOk: boolean): Counts {
  return readReport(path, isOk, (report: JsonTestResults) => {
    // A file that cannot be loaded has no tests to count.
    const broken = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
    );
    const failures = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map((test) => describe(name, test.fullName, test.failureMessages?.[0])),
    );
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: [
        ...broken.map(({ name, message }) => describe(name, "cannot be loaded", message)),
        ...failures,
      ],
    };
  });
}

export function readPlaywright(path: string, isOk: boolean): Counts {
  return readReport(path, isOk, ({ stats, suites, errors }: JSONReport) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap(failedSpecs),
      ...errors.map(({ message }) => describe("", "outside of any test", message)),
    ],
  }));
}

function failedSpecs({ suites = [], specs }: JSONReportSuite): string[] {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ error }) => error ?? []));
      return describe(file, title, errors[0]?.message);
    });
  return [...own, ...suites.flatMap(failedSpecs)];
}

function describe(file: string, title: string, message = ""): string {
  const where = file.startsWith("/") ? relative(process.cwd(), file) : file;
  const said = stripVTControlCharacters(message).trim().split("\n").slice(0, shownLines);
  return [`${where} › ${title}`, ...said.map((line) => `    ${line}`)].join("\n");
}

function readReport<Report>(path: string, isOk: boolean, read: (report: Report) => Counts): Counts {
  let counts = noCounts;
  try {
    counts = read(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return oneFailed;
  }
  const hasRun = counts.passed + counts.failed > 0;
  if (counts.failed === 0 && !(isOk && hasRun)) return addCounts(counts, oneFailed);
  return counts;
}
