/** The process's memory with the cache full, at its highest under load. */
import { readMetric } from "@/bench/load/same-answers";
import { runWrk } from "@/bench/load/wrk";
import { limitRow, type Row } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";
import { fillCache } from "./cache-size";

const most = 180;

export async function measureMemory(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, sets } = stage;
  const { url, stop } = await stage.startAuthorizer(databases.large);
  let highest = 0;
  const sample = async () => {
    const bytes = await readMetric(url, "process_resident_memory_bytes");
    highest = Math.max(highest, bytes / 2 ** 20);
  };
  const sampling = setInterval(() => void sample().catch(() => undefined), 100);
  await fillCache(stage, url, sets.cold.length);
  await runWrk({ url, requests: requests.cold, seconds: options.seconds, start: 0 });
  clearInterval(sampling);
  const cached = await readMetric(url, "authorizer_cached_keys");
  await stop();
  const what = `memory (RSS) with ${cached.toLocaleString("en")} keys cached, highest under load`;
  return [limitRow(what, highest, most, (value) => `${Math.round(value)} MB`)];
}
