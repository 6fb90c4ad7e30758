/** The process's memory with the cache full, at its highest under load. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readMetric } from "@/bench/load/same-answers";
import { runWrk } from "@/bench/load/wrk";
import { limitRow, type Row } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

const most = 200;
const maxRuns = 60;

export async function measureMemory(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, sets } = stage;
  const { url, pid, stop } = await stage.startAuthorizer(databases.large);
  let highest = 0;
  const sampling = setInterval(() => (highest = Math.max(highest, residentMegabytes(pid))), 100);
  const load = { url, requests: requests.cold, seconds: options.seconds };
  let [cached, start] = [0, 0];
  for (let run = 0; cached < sets.cold.length; run++) {
    if (run === maxRuns) throw new Error(`The cache holds ${cached} keys after ${run} runs.`);
    // What failed or was still under way comes again in the next turn through the file.
    start += (await runWrk({ ...load, start })).requests;
    cached = await readMetric(url, "authorizer_cached_keys");
  }
  // And under load with the cache full.
  await runWrk({ ...load, start });
  clearInterval(sampling);
  await stop();
  const what = `memory (RSS) with ${cached.toLocaleString("en")} keys cached, highest under load`;
  return [limitRow(what, highest, most, (value) => `${Math.round(value)} MB`)];
}

function residentMegabytes(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, "utf8"))?.[1]
    : spawnSync("ps", ["-o", "rss=", "-p", `${pid}`], { encoding: "utf8" }).stdout;
  return Number(kilobytes) / 1024;
}
