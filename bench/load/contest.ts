/**
 * Servers under the same load. A process that has idled before its first load may stay slower than one that has not, and
 * what else the machine does changes from second to second. So every server is started several times, idles equally
 * long, and has its turns beside the others in alternating order; what counts is the median of neighbouring rounds.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { alternate, median, percentile, rounds, starts } from "./rounds";
import { type Measured, runWrk, connections as usual } from "./wrk";

export interface Contender {
  start(): Promise<{ url: string; stop(): Promise<void> }>;
  requests: string;
}

export interface ContestOptions {
  roundSeconds: number;
  /** Open at the same time. */
  connections?: number;
  starts?: number;
  /** Called with the servers of a start before its first round. */
  onReady?(contenders: Record<string, { url: string; requests: string }>): Promise<void>;
  /** Called with the servers of a start after its last round. */
  onEnd?(contenders: Record<string, { url: string; requests: string }>): Promise<void>;
}

export interface Comparison {
  ours: number;
  theirs: number;
  /** The median of the rounds' ratios, ours to theirs, and the smallest and largest of their middle half. */
  ratio: number;
  spread: [number, number];
  /** Requests of either that failed: then the ratio says nothing. */
  failed: number;
}

/** Long enough for the compiler to be done with the hot path. */
const warmUpSeconds = 3;
const pauseMs = 250;

/** All rounds of all starts, in order: the rounds with the same index were neighbours. */
export async function compete<Name extends string>(
  contenders: Record<Name, Contender>,
  options: ContestOptions,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Measured[]
  >;
  for (let start = 0; start < (options.starts ?? starts); start++) {
    const order = start % 2 === 0 ? names : names.toReversed();
    const measured = await competeOnce(contenders, order, options);
    for (const name of names) results[name].push(...measured[name]);
  }
  return results;
}

async function competeOnce<Name extends string>(
  contenders: Record<Name, Contender>,
  order: Name[],
  { roundSeconds, connections = usual, onReady, onEnd }: ContestOptions,
): Promise<Record<Name, Measured[]>> {
  const running = {} as Record<Name, Awaited<ReturnType<Contender["start"]>>>;
  const sent = new Map<Name, number>();
  const run = async (name: Name, seconds: number) => {
    const { requests } = contenders[name];
    const start = sent.get(name) ?? 0;
    const measured = await runWrk({
      url: running[name].url,
      requests,
      start,
      seconds,
      connections,
    });
    // Each run goes on in the file where the last one ended, beyond what was under way then.
    sent.set(name, start + measured.requests + 2 * connections);
    return measured;
  };
  for (const name of order) {
    running[name] = await contenders[name].start();
    // At once, so that none has idled longer than another before its first load.
    await run(name, warmUpSeconds);
  }
  const servers = Object.fromEntries(
    order.map((name) => [name, { url: running[name].url, requests: contenders[name].requests }]),
  );
  await onReady?.(servers);
  const results = await alternate(
    order,
    async (name) => {
      await sleep(pauseMs);
      return run(name, roundSeconds);
    },
    rounds,
  );
  await onEnd?.(servers);
  for (const name of order) await running[name].stop();
  return results;
}

export function compare(a: Measured[], b: Measured[], value: "perSecond" | "p99"): Comparison {
  const [ours, theirs] = [a.map((one) => one[value]), b.map((one) => one[value])];
  const failed = [...a, ...b].reduce((sum, one) => sum + one.failed, 0);
  const ratios = ours.map((mine, round) => mine / (theirs[round] ?? Number.NaN));
  return {
    ours: median(ours),
    theirs: median(theirs),
    ratio: median(ratios),
    spread: [percentile(ratios, 0.25), percentile(ratios, 0.75)],
    failed,
  };
}
