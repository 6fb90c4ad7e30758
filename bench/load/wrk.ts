/** wrk: a load generator in a closed loop that is lighter than what it measures. */
import { resolve } from "node:path";
import { runTool } from "@/bin/process/run-tool";

interface Load {
  url: string;
  /** A file of headers, one a line: the requests, sent in that order over and over. */
  requests: string;
  /** So many requests of the file are skipped at first. */
  start: number;
  seconds: number;
  connections?: number;
}

/** Times in milliseconds. */
export interface Measured {
  requests: number;
  perSecond: number;
  /** Not answered, or not with 2xx. */
  failed: number;
  p99: number;
}

export const connections = 32;

/** Its version; throws a sentence where there is none. */
export async function findWrk(): Promise<string> {
  const { stdout } = await runTool("wrk", ["-v"], { output: "return" });
  const version = /wrk \S*?(\d[\d.]*)/.exec(stdout)?.[1];
  if (!version) throw new Error("wrk is missing: install it (Debian: wrk).");
  return version;
}

export async function runWrk({
  url,
  requests,
  start,
  seconds,
  connections: open = connections,
}: Load): Promise<Measured> {
  const flags = ["-t1", `-c${open}`, `-d${seconds}s`, "--timeout", "5s", "--latency"];
  const args = [...flags, "-s", resolve("bench/load/wrk.lua"), url, "--", requests, `${start}`];
  const { code, stdout, stderr } = await runTool("wrk", args, { output: "return" });
  const report = /^\{.*\}$/m.exec(stdout)?.[0];
  if (code !== 0 || !report) throw new Error(`wrk failed: ${stdout}${stderr}`);
  const measured = JSON.parse(report);
  return { ...measured, perSecond: measured.requests / measured.seconds };
}
