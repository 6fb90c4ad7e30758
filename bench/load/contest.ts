/** Servers under the same load, in alternating rounds. */
import { setTimeout as sleep } from "node:timers/promises";
import { alternate, median, medianRatio } from "./rounds";
import { connections, type Measured, runWrk } from "./wrk";

export interface Contender {
  url: string;
  requests: string;
}

export interface Comparison {
  ours: number;
  theirs: number;
  /** The median of the rounds' ratios, ours to theirs. */
  ratio: number;
  /** Requests of either that failed: then the ratio says nothing. */
  failed: number;
}

/** Long enough for the compiler to be done with the hot path. */
const warmUpSeconds = 3;
const pauseMs = 250;

export async function compete<Name extends string>(
  contenders: Record<Name, Contender>,
  roundSeconds: number,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(contenders) as Name[];
  const sent = new Map<Name, number>();
  const run = async (name: Name, seconds: number) => {
    const { url, requests } = contenders[name];
    const start = sent.get(name) ?? 0;
    const measured = await runWrk({ url, requests, start, seconds });
    // Each run goes on in the file where the last one ended, beyond what was under way then.
    sent.set(name, start + measured.requests + 2 * connections);
    return measured;
  };
  for (const name of names) await run(name, warmUpSeconds);
  return alternate(names, async (name) => {
    await sleep(pauseMs);
    return run(name, roundSeconds);
  });
}

export function compare(a: Measured[], b: Measured[], value: "perSecond" | "p99"): Comparison {
  const [ours, theirs] = [a.map((one) => one[value]), b.map((one) => one[value])];
  const failed = [...a, ...b].reduce((sum, one) => sum + one.failed, 0);
  return { ours: median(ours), theirs: median(theirs), ratio: medianRatio(ours, theirs), failed };
}
