/** Runs a history and judges it; what a failed one needs to be understood is left beside the test's results. */
import { writeFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import type { Authorizers } from "@/e2e/stacks/authorizers";
import { checkHistory } from "./check";
import { injections } from "./faults";
import { chooseSeed } from "./random";
import { describeRun } from "./report";
import { runHistory } from "./run";

export async function expectLegalHistory(all: Authorizers, name: string): Promise<void> {
  const seed = chooseSeed();
  console.log(`${name}: KEYDESK_SEED=${seed}`);
  const run = await runHistory(all, seed);
  const verdict = checkHistory(run.history);
  console.log(`${name}: ${describeRun(run, verdict)}`);
  if (verdict.violations.length > 0) {
    const file = test.info().outputPath("history.json");
    writeFileSync(file, JSON.stringify({ seed, ...run.history }));
    console.log(`${name}: all of it is in ${file}`);
  }
  expect(verdict.violations.slice(0, 20), `KEYDESK_SEED=${seed}`).toEqual([]);
  // A run that asks nothing proves nothing.
  expect(verdict.judged.mustFail).toBeGreaterThan(500);
  expect(verdict.judged.mustPass).toBeGreaterThan(2_000);
  expect(run.history.faults.length).toBe(injections.length);
  expect([all.a.hasExited(), all.b.hasExited()], "R-8").toEqual([false, false]);
}
