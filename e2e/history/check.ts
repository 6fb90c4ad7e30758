/**
 * The rules of SECURITY §2.1 over a history. Pure; `e2e/faults/checker.spec.ts` proves that it finds every kind of
 * violation. What a rule allows in time is the product's promise; rules about the time to an answer add the time for
 * which the machine itself made processes wait at that moment (`wait.ts`).
 */

import { checkFacts } from "./facts";
import type { History, Instance, Verify } from "./history";
import { certainEnd, isSurelyAlive, type KeyLife, livesOf, revocationBoundMs } from "./model";
import type { Violation } from "./violation";
import { type WaitMeter, waitMeter } from "./wait";

/** R-5: a database that is slow or away is told within this. */
export const answerBoundMs = 500;
/** R-5: this long after the end of a fault everything is as before. */
export const recoveryBoundMs = 2_000;
/** What the authorizer gives one read of the database. */
const readDeadlineMs = 400;

interface Verdict {
  violations: Violation[];
  /** How often a rule had something to decide: a run that never asks proves nothing. */
  judged: { mustPass: number; mustFail: number };
}

export function checkHistory(history: History): Verdict {
  const lives = livesOf(history.changes);
  const identities = new Map(history.facts.keys.map((key) => [key.keyId, key.identity]));
  const violations: Violation[] = [];
  const judged = { mustPass: 0, mustFail: 0 };
  const waitOf = waitMeter(history.probes);
  for (const verify of history.verifies) {
    const life = lives.get(verify.keyId);
    const mustFail = life !== undefined && verify.started > certainEnd(life) + revocationBoundMs;
    const mustPass =
      isRight(verify) && !!life && isSurelyAlive(life, verify.started, verify.completed);
    if (mustFail) judged.mustFail++;
    if (mustPass) judged.mustPass++;
    const rule =
      ruleOfPass(verify, life, mustFail, identities) ??
      ruleOfRefusal(verify, mustPass, () => isExcused(history, verify, waitOf));
    if (rule) violations.push({ rule, detail: describe(verify, history) });
    if (isLate(verify, waitOf))
      violations.push({ rule: "answered late", detail: describe(verify, history) });
  }
  violations.push(...checkRecovery(history, lives, waitOf));
  for (const detail of history.badSnapshots) violations.push({ rule: "two current keys", detail });
  violations.push(...checkFacts(history));
  return { violations, judged };
}

const isRight = ({ as }: Verify) => as === "right";

function ruleOfPass(
  { as, status, completed, identity, keyId }: Verify,
  life: KeyLife | undefined,
  mustFail: boolean,
  identities: Map<string, string>,
): Violation["rule"] | undefined {
  if (status !== 204) return undefined;
  if (as !== "right" || !life || completed < life.conceived) return "passed without a right";
  if (mustFail) return "passed after its end";
  return identity === identities.get(keyId) ? undefined : "passed as somebody else";
}

function ruleOfRefusal(
  { status }: Verify,
  mustPass: boolean,
  isForgiven: () => boolean,
): Violation["rule"] | undefined {
  if (status === 204) return undefined;
  if (status === 401) return mustPass ? "refused while alive" : undefined;
  if (status === 503) return isForgiven() ? undefined : "unavailable without a fault";
  return "no proper answer";
}

/**
 * The question came during a fault or while recovery from it was still allowed, or the machine itself took half of the
 * read's deadline. The read may have begun before the question: requests for one key share one read.
 */
function isExcused({ faults }: History, verify: Verify, waitOf: WaitMeter): boolean {
  const { instance, started, completed } = verify;
  const readFrom = Math.min(started, completed - readDeadlineMs);
  if (waitOf(instance, readFrom, completed) > readDeadlineMs / 2) return true;
  return faults.some((fault) => {
    if (!fault.hits.includes(instance) || completed < fault.started) return false;
    return started <= recoveryLimit(fault.ended, instance, waitOf);
  });
}

function isLate({ instance, started, completed }: Verify, waitOf: WaitMeter): boolean {
  const overMs = completed - started - answerBoundMs;
  return overMs > 0 && overMs > waitOf(instance, started, completed);
}

function recoveryLimit(ended: number, instance: Instance, waitOf: WaitMeter): number {
  const due = ended + recoveryBoundMs;
  return due + waitOf(instance, ended, due);
}

/** After each fault, each process that it hit passes a living key again in time. */
function checkRecovery(
  { faults, verifies }: History,
  lives: Map<string, KeyLife>,
  waitOf: WaitMeter,
): Violation[] {
  return faults.flatMap(({ name, hits, ended }) =>
    hits.flatMap((instance): Violation[] => {
      const limit = recoveryLimit(ended, instance, waitOf);
      const passed = (one: Verify) =>
        one.started >= ended && one.completed <= limit && one.status === 204;
      if (verifies.some((one) => one.instance === instance && passed(one) && lives.has(one.keyId)))
        return [];
      return [{ rule: "not recovered", detail: `${instance} after ${name}` }];
    }),
  );
}

/** The answer with all that happened to its key, times relative to the question. */
function describe(verify: Verify, { changes, faults }: History): string {
  const { instance, keyId, as, started, completed, status, identity } = verify;
  const at = (moment: number) => `${Math.round(moment - started)}`;
  const about = changes
    .filter((one) => one.keyId === keyId || one.made === keyId)
    .map((one) => {
      const ends = one.ends ? ` ends ${one.ends.map(at).join("..")}` : "";
      const what = one.made === keyId ? `made by ${one.kind}` : one.kind;
      return `${what} ${at(one.invoked)}..${at(one.completed)} ${one.outcome}${one.error ? ` (${one.error})` : ""}${ends}`;
    });
  const near = faults
    .filter((one) => one.started < completed && one.ended > started - 10_000)
    .map((one) => `${one.name} on ${one.hits.join("+")} ${at(one.started)}..${at(one.ended)}`);
  const answer = `${status} from ${instance} for ${keyId} (${as}) after ${at(completed)} ms`;
  return [answer, identity, ...about, ...near].filter(Boolean).join("; ");
}
