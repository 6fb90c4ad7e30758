/** One line of numbers about a run. */

import type { Verdict } from "./check";
import type { History, Verify } from "./history";
import { livesOf } from "./model";
import type { Run } from "./run";

export function describeRun({ history, resent }: Run, { judged }: Verdict): string {
  const { verifies, changes, faults } = history;
  const count = (status: number) => verifies.filter((one) => one.status === status).length;
  const outcomes = ["acked", "failed", "unknown"].map(
    (outcome) => `${changes.filter((one) => one.outcome === outcome).length} ${outcome}`,
  );
  const slowest = Math.max(0, ...verifies.map(({ started, completed }) => completed - started));
  const probe = Math.max(0, ...history.probes.map(({ started, completed }) => completed - started));
  const late = lateness(history);
  const perPhase = [...late].map(([phase, ms]) => `${phase} ${Math.round(ms)}`);
  return [
    `${changes.length} changes (${outcomes.join(", ")})`,
    `${verifies.length} verifies (${count(204)} passed, ${count(401)} refused, ${count(503)} unavailable, ${resent} resent)`,
    `judged ${judged.mustPass} must pass, ${judged.mustFail} must not`,
    `${faults.length} faults`,
    `last 204 begun after an acknowledged end, ms: ${perPhase.join(", ")}`,
    `slowest answer ${Math.round(slowest)} ms, /healthz ${Math.round(probe)} ms`,
  ].join("; ");
}

/** By phase: how long after an acknowledged end the last verify began that still passed. */
function lateness({ changes, verifies, faults }: History): Map<string, number> {
  const lives = livesOf(changes);
  const passed = new Map<string, Verify[]>();
  for (const one of verifies) {
    if (one.status === 204) passed.set(one.keyId, [...(passed.get(one.keyId) ?? []), one]);
  }
  const late = new Map(
    ["quiet", "scheduled", ...faults.map(({ name }) => name)].map((n) => [n, 0]),
  );
  for (const [keyId, life] of lives) {
    for (const { by, change } of life.ends) {
      if (by === Number.POSITIVE_INFINITY) continue;
      if (change.kind === "schedule" && life.extensions.length > 0) continue;
      const phase = change.kind === "schedule" ? "scheduled" : phaseAt(faults, by);
      const after = (passed.get(keyId) ?? []).map(({ started }) => started - by);
      late.set(phase, Math.max(late.get(phase) ?? 0, ...after));
    }
  }
  return late;
}

/** A revocation just before a fault is met by it too. */
function phaseAt(faults: History["faults"], moment: number): string {
  const near = faults.find(
    ({ started, ended }) => moment > started - 1_000 && moment < ended + 1_000,
  );
  return near?.name ?? "quiet";
}
