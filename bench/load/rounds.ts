/** Servers under the same load in turns: what the machine does beside them meets all of them alike. */
import { setTimeout as sleep } from "node:timers/promises";
import type { LoadTool, Measured } from "./load-tool";

export interface Contender {
  name: string;
  url: string;
  /** Its file of requests. */
  requests: string;
}

export interface Plan {
  tool: LoadTool;
  connections: number;
  seconds: number;
}

/** What each contender did, round by round. */
export type Results = Map<string, Measured[]>;

export interface Comparison {
  ours: number;
  theirs: number;
  /** The median of the rounds' ratios, ours to theirs. */
  ratio: number;
  /** Requests of either that failed: then the ratio says nothing. */
  failed: number;
}

export const rounds = 5;
/** Long enough for the compiler to be done with the hot path. */
const warmUpSeconds = 3;
const pauseMs = 250;

export async function alternate(contenders: Contender[], plan: Plan): Promise<Results> {
  const results: Results = new Map(contenders.map(({ name }) => [name, []]));
  const sent = new Map<string, number>();
  const run = async ({ name, url, requests }: Contender, seconds: number) => {
    const { tool, connections } = plan;
    const start = sent.get(name) ?? 0;
    const measured = await tool.run({ url, requests, start, connections, seconds });
    // Each run goes on in the file where the last one ended, beyond what was under way then.
    sent.set(name, start + measured.requests + 2 * connections);
    return measured;
  };
  for (const contender of contenders) await run(contender, warmUpSeconds);
  for (let round = 0; round < rounds; round++) {
    // Every other round the other way around, so that a drift favours nobody.
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      await sleep(pauseMs);
      results.get(contender.name)?.push(await run(contender, plan.seconds));
    }
  }
  return results;
}

export function compare(
  results: Results,
  [ours, theirs]: [string, string],
  value: "perSecond" | "p99",
): Comparison {
  const [a, b] = [ours, theirs].map((name) => results.get(name) ?? []);
  if (!a || !b) throw new Error(`${ours} or ${theirs} was not measured.`);
  const ratios = a.map((mine, round) => mine[value] / (b[round]?.[value] ?? Number.NaN));
  return {
    ours: median(a.map((one) => one[value])),
    theirs: median(b.map((one) => one[value])),
    ratio: median(ratios),
    failed: [...a, ...b].reduce((sum, { failed }) => sum + failed, 0),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
