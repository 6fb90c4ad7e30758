/** Two authorizers under the same load, one that remembers a thousand keys and one that remembers a hundred thousand. */
import { compare, compete } from "@/bench/load/contest";
import { readMetric, requireSameAnswers } from "@/bench/load/same-answers";
import { runWrk } from "@/bench/load/wrk";
import { perSecond, type Row, ratioRow } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

const few = 1_000;
const maxRuns = 60;

export async function measureCacheSize(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, sets } = stage;
  const many = sets.cold.length;
  const startFull = async () => {
    const env = { AUTHORIZER_CACHE_KEYS: `${many + sets.hot.length}` };
    const server = await stage.startAuthorizer(databases.large, env);
    await fillCache(stage, server.url, many);
    return server;
  };
  const results = await compete(
    {
      full: { start: startFull, requests: requests.hot },
      small: {
        start: () => stage.startAuthorizer(databases.large, { AUTHORIZER_CACHE_KEYS: `${few}` }),
        requests: requests.hot,
      },
    },
    { roundSeconds: options.seconds, onReady: requireSameAnswers, starts: 2 },
  );
  const what = `${many.toLocaleString("en")} keys in memory against ${few.toLocaleString("en")}`;
  const comparison = compare(results.full, results.small, "perSecond");
  return [ratioRow(what, comparison, { atLeast: 0.95 }, perSecond)];
}

/** Asks for each of the cold keys until so many are in memory. */
export async function fillCache(stage: Stage, url: string, count: number): Promise<void> {
  const load = { url, requests: stage.requests.cold, seconds: stage.options.seconds };
  let start = 0;
  for (let run = 0; run < maxRuns; run++) {
    // What failed or was still under way comes again in the next turn through the file.
    start += (await runWrk({ ...load, start })).requests;
    if ((await readMetric(url, "authorizer_cached_keys")) >= count) return;
  }
  throw new Error(`The cache does not hold ${count} keys after ${maxRuns} runs.`);
}
