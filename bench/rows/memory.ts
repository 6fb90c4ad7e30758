/** The process's memory with the cache full, at its highest under load. */
import { readMetric } from "@/bench/load/same-answers";
import { runWrk } from "@/bench/load/wrk";
import { limitRow, type Row } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

const most = 200;
const maxRuns = 60;

export async function measureMemory(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, sets } = stage;
  const { url, stop } = await stage.startAuthorizer(databases.large);
  let highest = 0;
  const sample = async () => {
    const bytes = await readMetric(url, "process_resident_memory_bytes");
    highest = Math.max(highest, bytes / 2 ** 20);
  };
  const sampling = setInterval(() => void sample().catch(() => undefined), 100);
  const load = { url, requests: requests.cold, seconds: options.seconds };
  let [cached, start] = [0, 0];
  for (let run = 0; cached < sets.cold.length; run++) {
    if (run === maxRuns) throw new Error(`The cache holds ${cached} keys after ${run} runs.`);
    // What failed or was still under way comes again in the next turn through the file.
    start += (await runWrk({ ...load, start })).requests;
    cached = await readMetric(url, "authorizer_cached_keys");
  }
  await runWrk({ ...load, start });
  clearInterval(sampling);
  await stop();
  const what = `memory (RSS) with ${cached.toLocaleString("en")} keys cached, highest under load`;
  return [limitRow(what, highest, most, (value) => `${Math.round(value)} MB`)];
}
