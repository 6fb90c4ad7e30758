/** Every request asks for a key that is not cached: one indexed read in the large table each. */
import { compare, compete } from "@/bench/load/contest";
import { readMetric } from "@/bench/load/same-answers";
import { milliseconds, type Row, ratioRow } from "@/bench/stage/report";
import { poolSize, type Stage } from "@/bench/stage/stage";

/** The keys come in turn, and there are a hundred times as many: none is still there when it comes again. */
const cacheKeys = 1_000;
/** What was under way when one round ended may be asked for again by the next. */
const mostHits = 0.01;

export async function measureColdCache(stage: Stage): Promise<Row[]> {
  const { options, requests, databases } = stage;
  const env = { AUTHORIZER_CACHE_KEYS: `${cacheKeys}` };
  const own = { DATABASE_URL: databases.large, POOL_SIZE: `${poolSize}` };
  const contenders = {
    authorizer: {
      start: () => stage.startAuthorizer(databases.large, env),
      requests: requests.cold,
    },
    selectOne: { start: () => stage.startOther("select-one", own), requests: requests.cold },
  };
  const results = await compete(contenders, {
    roundSeconds: options.seconds,
    starts: 2,
    onEnd: async ({ authorizer }) => requireMisses(authorizer?.url ?? ""),
  });
  const comparison = compare(results.authorizer, results.selectOne, "p99");
  const what = "no key cached, against `select 1` for each request: p99";
  return [ratioRow(what, comparison, { atMost: 3 }, milliseconds)];
}

async function requireMisses(url: string): Promise<void> {
  const hits = await readMetric(url, "authorizer_cache_hits_total");
  const misses = await readMetric(url, "authorizer_cache_misses_total");
  if (!(hits < misses * mostHits))
    throw new Error(`${hits} of ${misses} requests were answered from the cache.`);
}
