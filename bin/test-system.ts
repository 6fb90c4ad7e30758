/**
 * `npm run test:system`: what needs programs of the operating system, such as nginx, Caddy, PgBouncer, Kannel, PHP and
 * Java; and what takes too long for `npm test`: the change of every secret under load.
 * What is missing is said, and its tests are skipped; where CI is set, a skipped test has failed.
 * The last line adds them up; the exit code is 1 if anything failed.
 */
import { appendFileSync } from "node:fs";
import { playwrightTests, runSuites } from "@/bin/check/run-suites";
import { findTool, missingTool, toolNames } from "@/bin/check/system-tools";
import type { Counts } from "@/bin/check/test-counts";
import { say } from "@/bin/process/cleanups";

const { name, run } = playwrightTests("system tests", "system");

async function runAll(log: string): Promise<Counts> {
  const counts = await run(log);
  if (!process.env.CI || counts.skipped === 0) return counts;
  const rule = "skipped tests count as failed: in CI nothing may be left out.";
  appendFileSync(log, `\n${counts.skipped} ${rule}\n`);
  return { ...counts, failed: counts.failed + counts.skipped, skipped: 0 };
}

for (const tool of toolNames)
  if (!findTool(tool)) say(`Its tests are skipped: ${missingTool(tool)}.`);
await runSuites("npm run test:system", [{ name, run: runAll }]);
