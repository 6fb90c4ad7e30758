/**
 * How long the machine itself kept processes waiting, so that a slow machine is told from a slow product. Only the rules
 * about the time to an answer use it; whether a key may pass never depends on it.
 */
import type { Instance, Probe } from "./history";

/** A probe that takes longer than this has waited. A connection costs a process and a proof of the password. */
const usualMs = { a: 20, b: 20, database: 20, connection: 60 };
/** An answer takes several of the steps of which a probe takes one or two. */
const slackPerWait = 2;

/** The slack, in milliseconds, that an answer of this process gets for the waits within a span of time. */
export type WaitMeter = (instance: Instance, from: number, to: number) => number;

export function waitMeter(probes: readonly Probe[]): WaitMeter {
  const waits = probes.filter(({ of, started, completed }) => completed - started > usualMs[of]);
  const waitOf = (of: Probe["of"], from: number, to: number) => {
    const within = waits.filter((one) => one.of === of && one.completed > from && one.started < to);
    const sum = within.reduce(
      (ms, { started, completed }) =>
        ms + Math.min(completed, to) - Math.max(started, from) - usualMs[of],
      0,
    );
    return Math.max(0, sum);
  };
  return (instance, from, to) =>
    slackPerWait *
    (waitOf(instance, from, to) + waitOf("database", from, to) + waitOf("connection", from, to));
}
