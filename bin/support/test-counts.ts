/** What a test runner's report says. A runner that failed without counting a failure counts as one. */
import { appendFileSync, readFileSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const onePassed: Counts = { passed: 1, failed: 0, skipped: 0 };
export const oneFailed: Counts = { passed: 0, failed: 1, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * The last line, "N passed, N failed", and the exit code. Where `.ci/run` adds several of these up, it asks for the
 * numbers in a file (TEST_COUNTS), so that its own last line is the only one of that form.
 */
export function conclude(name: string, counts: Counts): void {
  const file = process.env.TEST_COUNTS;
  if (file) appendFileSync(file, `${counts.passed} ${counts.failed} ${counts.skipped}\n`);
  process.stdout.write(`\n${file ? `End of ${name}: ` : ""}${describeCounts(counts)}\n`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

export function readVitest(path: string, isOk: boolean): Counts {
  return readReport(path, isOk, (report) => {
    // A file that cannot be loaded has no tests to count.
    const broken = report.testResults.filter(
      (file: { status: string; assertionResults: unknown[] }) =>
        file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  });
}

export function readPlaywright(path: string, isOk: boolean): Counts {
  return readReport(path, isOk, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

// biome-ignore lint/suspicious/noExplicitAny: the shapes are the runners' own
type Read = (report: any) => Counts;

function readReport(path: string, isOk: boolean, read: Read): Counts {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = read(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return oneFailed;
  }
  const hasRun = counts.passed + counts.failed > 0;
  if (counts.failed === 0 && !(isOk && hasRun)) return addCounts(counts, oneFailed);
  return counts;
}
