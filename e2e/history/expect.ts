/** Runs a history and judges it; what a failed one needs to be understood is left beside the test's results. */
import { writeFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import type { Authorizers } from "@/e2e/stacks/authorizers";
import { checkHistory, type Verdict } from "./check";
import { injections } from "./faults";
import type { History } from "./history";
import { livesOf } from "./model";
import { chooseSeed } from "./random";
import { type Run, runHistory } from "./run";

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

/** One line of numbers about a run. */
function describeRun({ history, resent }: Run, { judged }: Verdict): string {
  const { verifies, changes, faults } = history;
  const count = (status: number) => verifies.filter((one) => one.status === status).length;
  const outcomes = ["acked", "failed", "unknown"].map(
    (outcome) => `${changes.filter((one) => one.outcome === outcome).length} ${outcome}`,
  );
  const slowest = (all: { started: number; completed: number }[]) =>
    Math.round(all.reduce((most, one) => Math.max(most, one.completed - one.started), 0));
  const late = [...lateness(history)].map(([phase, ms]) => `${phase} ${Math.round(ms)}`);
  return [
    `${changes.length} changes (${outcomes.join(", ")})`,
    `${verifies.length} verifies (${count(204)} passed, ${count(401)} refused, ${count(503)} unavailable, ${resent} resent)`,
    `judged ${judged.mustPass} must pass, ${judged.mustFail} must not`,
    `${faults.length} faults`,
    `last 204 begun after an acknowledged end, ms: ${late.join(", ")}`,
    `slowest answer ${slowest(verifies)} ms, probe ${slowest(history.probes)} ms`,
  ].join("; ");
}

/** By fault (or "quiet", "scheduled"): how long after an acknowledged end the last verify began that still passed. */
function lateness({ changes, verifies, faults }: History): Map<string, number> {
  const late = new Map(
    ["quiet", "scheduled", ...faults.map(({ name }) => name)].map((n) => [n, 0]),
  );
  for (const [keyId, life] of livesOf(changes)) {
    const passed = verifies.filter((one) => one.keyId === keyId && one.status === 204);
    for (const { by, change } of life.ends) {
      const isScheduled = change.kind === "schedule";
      if (by === Number.POSITIVE_INFINITY || (isScheduled && life.extensions.length > 0)) continue;
      // A revocation just before a fault is met by it too.
      const near = faults.find((one) => by > one.started - 1_000 && by < one.ended + 1_000);
      const phase = isScheduled ? "scheduled" : (near?.name ?? "quiet");
      const after = passed.map(({ started }) => started - by);
      late.set(phase, Math.max(late.get(phase) ?? 0, ...after));
    }
  }
  return late;
}
