/** What must be true of a key at a moment, as far as the answers to its changes tell (SECURITY §2.1, D5). */
import type { Change } from "./history";

/** SECURITY D5: this long after an acknowledged revocation no verify may begin that passes. */
export const revocationBoundMs = 1_000;

/** A reason for a key to end: not before `from`, and by `by` at the latest; Infinity: perhaps never. */
interface End {
  from: number;
  by: number;
  /** The change that set it. */
  change: Change;
}

export interface KeyLife {
  /** Before this it cannot have existed. */
  conceived: number;
  /** From here on it must be known everywhere. */
  born: number;
  ends: End[];
  extensions: Change[];
}

/** The lives of all keys that a change is known to have made. Other ids have none. */
export function livesOf(changes: readonly Change[]): Map<string, KeyLife> {
  const lives = new Map<string, KeyLife>();
  for (const change of changes) {
    if (!change.made) continue;
    // An id that was asked for before it existed may be unknown for as long as anything may be remembered.
    const lag = change.kind === "plant" ? revocationBoundMs : 0;
    const tries = changes.filter(({ intent }) => intent === change.intent);
    const conceived = Math.min(...tries.map(({ invoked }) => invoked));
    lives.set(change.made, { conceived, born: change.completed + lag, ends: [], extensions: [] });
  }
  for (const change of changes) {
    const life = change.keyId === null ? undefined : lives.get(change.keyId);
    if (!life || change.outcome === "failed") continue;
    if (change.kind === "extend") life.extensions.push(change);
    else if (isEnding(change)) life.ends.push(endOf(change));
  }
  return lives;
}

function isEnding({ kind }: Change): boolean {
  return kind === "regenerate-now" || kind === "deactivate" || kind === "schedule";
}

function endOf(change: Change): End {
  const { outcome, invoked, completed, ends } = change;
  if (outcome !== "acked") return { from: invoked, by: Number.POSITIVE_INFINITY, change };
  if (change.kind !== "schedule") return { from: invoked, by: completed, change };
  const [from, by] = ends ?? [invoked, Number.POSITIVE_INFINITY];
  return { from, by, change };
}

/** When this key's end became certain, whatever was tried to keep it; Infinity: it never did. */
export function certainEnd(life: KeyLife): number {
  const certain = life.ends.filter((end) => !isPerhapsMoved(end, life)).map(({ by }) => by);
  return Math.min(Number.POSITIVE_INFINITY, ...certain);
}

/** Whether every verify in this span had to find the key alive. */
export function isSurelyAlive(life: KeyLife, started: number, completed: number): boolean {
  if (started < life.born) return false;
  return life.ends.every((end) => completed < end.from || isSurelyMoved(end, life, started));
}

/** A scheduled end may be moved out by a later extension; an end that has come never is. */
function isPerhapsMoved({ change }: End, { extensions }: KeyLife): boolean {
  if (change.kind !== "schedule") return false;
  return extensions.some((one) => one.outcome === "unknown" || one.completed > change.invoked);
}

function isSurelyMoved({ change }: End, { extensions }: KeyLife, by: number): boolean {
  if (change.kind !== "schedule" || change.outcome !== "acked") return false;
  return extensions.some(
    ({ outcome, invoked, completed }) =>
      outcome === "acked" && invoked >= change.completed && completed <= by,
  );
}
