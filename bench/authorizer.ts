/**
 * `npm run bench`: the authorizer beside what it may be compared with, in one run and on this machine only, each with a
 * bar (exit code 1 when one is missed). `--rows=` and `--seconds=` make a short trial; only a full run
 * writes bench/results.md. Nothing is left behind, also after Ctrl-C.
 */
import { writeFileSync } from "node:fs";
import { rounds } from "@/bench/load/rounds";
import { describeMachine, watchDisturbances } from "@/bench/stage/machine";
import { type Options, readOptions } from "@/bench/stage/options";
import { describeTable, type Row } from "@/bench/stage/report";
import { prepareBench, type Stage } from "@/bench/stage/stage";
import { type Cleanups, runCommand } from "@/bin/process/cleanups";
import { measureColdCache } from "./rows/cold-cache";
import { measureMemory } from "./rows/memory";
import { measureProfile } from "./rows/profile";
import { measureSpeed } from "./rows/speed";
import { measureTableSize } from "./rows/table-size";

const resultsFile = "bench/results.md";
const parts: [name: string, measure: (stage: Stage) => Promise<Row[]>][] = [
  ["speed", measureSpeed],
  ["size of the table", measureTableSize],
  ["cold cache", measureColdCache],
  ["memory", measureMemory],
  ["a mixed load", measureProfile],
];

const begin = Date.now();

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function describe(stage: Stage, rows: Row[], disturbances: string[]): string {
  const { options, wrkVersion, databases } = stage;
  const trial = `A trial with ${options.rows.toLocaleString("en")} keys and rounds of ${options.seconds} s: its numbers are no results.`;
  return [
    "# The authorizer's speed",
    "",
    `\`npm run bench\` on ${describeMachine(databases.postgresVersion)}.`,
    `All on this one machine, load by wrk ${wrkVersion}, one thread; one process a server, same requests, same connections;`,
    `${rounds} alternating rounds of ${options.seconds} s after warming up: medians, and the median of the rounds' ratios.`,
    ...[...disturbances, ...(options.isTrial ? [trial] : [])].map((line) => `**${line}**`),
    "",
    describeTable(rows),
    "",
  ].join("\n");
}

async function run(options: Options, cleanups: Cleanups): Promise<number> {
  const disturbances = watchDisturbances();
  say(`Filling a table with ${options.rows.toLocaleString("en")} keys.`);
  const stage = await prepareBench(options, cleanups);
  const rows: Row[] = [];
  for (const [name, measure] of parts) {
    say(`${Math.round((Date.now() - begin) / 1000)} s: measuring ${name}`);
    rows.push(...(await measure(stage)));
  }
  const text = describe(stage, rows, disturbances());
  say(`\n${text}\n${Math.round((Date.now() - begin) / 1000)} s in all.`);
  if (!options.isTrial) writeFileSync(resultsFile, text);
  return rows.every(({ isMet }) => isMet) ? 0 : 1;
}

await runCommand((cleanups) => run(readOptions(process.argv.slice(2)), cleanups), 1);
