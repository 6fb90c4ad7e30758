/** A closed-loop load generator that is lighter than what it measures: wrk where installed, else autocannon. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
// @ts-expect-error: it has no types
import autocannon from "autocannon";
import { runTool } from "@/bin/process/run-tool";
import { readRequests } from "./key-set";
import { percentile } from "./rounds";

interface Load {
  url: string;
  /** A file of headers, one a line: the requests, sent in that order over and over. */
  requests: string;
  /** So many requests of the file are skipped at first. */
  start?: number;
  connections: number;
  seconds: number;
}

/** Times in milliseconds. */
export interface Measured {
  requests: number;
  perSecond: number;
  /** Not answered, or not with 2xx. */
  failed: number;
  p99: number;
}

export interface LoadTool {
  name: string;
  run(load: Load): Promise<Measured>;
}

export function findLoadTool(): LoadTool {
  const found = spawnSync("wrk", ["-v"], { encoding: "utf8" });
  const version = /wrk \S*?(\d[\d.]*)/.exec(found.stdout ?? "")?.[1];
  if (version) return { name: `wrk ${version}, one thread`, run: runWrk };
  return { name: "autocannon (wrk is not installed and would be lighter)", run: runAutocannon };
}

async function runWrk(o: Load): Promise<Measured> {
  const flags = ["-t1", `-c${o.connections}`, `-d${o.seconds}s`, "--timeout", "5s", "--latency"];
  const script = resolve("bench/load/wrk.lua");
  const args = [...flags, "-s", script, o.url, "--", o.requests, `${o.start ?? 0}`];
  const { code, stdout, stderr } = await runTool("wrk", args, { output: "return" });
  const report = /^\{.*\}$/m.exec(stdout)?.[0];
  if (code !== 0 || !report) throw new Error(`wrk failed: ${stdout}${stderr}`);
  const { requests, seconds, failed, p99 } = JSON.parse(report);
  return { requests, perSecond: requests / seconds, failed, p99 };
}

async function runAutocannon(o: Load): Promise<Measured> {
  const { url, connections, seconds: duration, start = 0 } = o;
  const requests = readRequests(o.requests).map((headers) => ({ path: "/authorize", headers }));
  // Each connection goes through its own part of the file.
  const share = Math.ceil(requests.length / connections);
  const skipped = Math.floor(start / connections) % share;
  let begun = 0;
  const setupClient = (client: { setRequests(list: unknown[]): void }) => {
    const part = requests.slice(begun * share, (begun + 1) * share);
    begun = (begun + 1) % connections;
    client.setRequests([...part.slice(skipped), ...part.slice(0, skipped)]);
  };
  const running = autocannon({ url, connections, duration, timeout: 5, setupClient });
  const times: number[] = [];
  // Its own percentiles are whole milliseconds.
  running.on("response", (_client: unknown, _status: number, _bytes: number, ms: number) =>
    times.push(ms),
  );
  const result = await running;
  const failed = result.errors + result.non2xx;
  const p99 = percentile(times, 0.99);
  return { requests: times.length, perSecond: times.length / result.duration, failed, p99 };
}
