/**
 * What the machine made everybody wait, so that a slow machine is told from a slow product. Only rules about time to an
 * answer ask for it; whether a key may pass never depends on it.
 */
import type { Instance, Probe } from "./history";

/** A probe that takes longer than this has waited. A connection costs a process and a proof of the password. */
const usualMs = { a: 20, b: 20, database: 20, connection: 60 };
/** An answer takes several of the steps of which a probe takes one or two. */
const slackPerWait = 2;

/** How long the probes of these processes waited in a span, all told, in milliseconds of slack. */
export type WaitMeter = (instance: Instance, from: number, to: number) => number;

export function waitMeter(probes: readonly Probe[]): WaitMeter {
  const waits = (["a", "b", "database", "connection"] as const).map((of) => waitsOf(probes, of));
  const [a = [], b = [], ...others] = waits;
  return (instance, from, to) =>
    [instance === "a" ? a : b, ...others].reduce(
      (sum, each) => sum + slackPerWait * sumWithin(each, from, to),
      0,
    );
}

/** Probes of one process come one after another, so they are in order by both ends. */
function waitsOf(probes: readonly Probe[], of: Probe["of"]): Probe[] {
  return probes
    .filter((one) => one.of === of && one.completed - one.started > usualMs[of])
    .sort((left, right) => left.started - right.started);
}

function sumWithin(waits: readonly Probe[], from: number, to: number): number {
  let sum = 0;
  for (let at = firstAfter(waits, from); at < waits.length; at++) {
    const one = waits[at];
    if (!one || one.started >= to) break;
    sum += Math.min(one.completed, to) - Math.max(one.started, from) - usualMs[one.of];
  }
  return Math.max(0, sum);
}

/** The first probe that was not over by then. */
function firstAfter(waits: readonly Probe[], moment: number): number {
  let [low, high] = [0, waits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waits[middle]?.completed ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
