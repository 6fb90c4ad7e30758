/**
 * `npm run bench`: the authorizer beside what it may be compared with, in one run and on this machine only, each with a
 * bar (exit code 1 when one is missed). `--rows=`, `--seconds=` and `--only=` make a short trial, and `--check` the
 * shortest, which fails only on wrong answers; a full run alone writes bench/results.md. Nothing is left behind, also after Ctrl-C.
 */
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { rounds, starts } from "@/bench/load/rounds";
import { describeTable, type Row } from "@/bench/stage/report";
import { prepareBench, readOptions, type Stage } from "@/bench/stage/stage";
import { watchStolen } from "@/bin/check/stolen";
import { conclude, oneFailed, onePassed } from "@/bin/check/test-counts";
import { type Cleanups, runCommand, say } from "@/bin/process/cleanups";
import { measureCacheSize } from "./rows/cache-size";
import { measureColdCache } from "./rows/cold-cache";
import { measureMemory } from "./rows/memory";
import { measureOthers } from "./rows/others";
import { measureProfile } from "./rows/profile";
import { measureRevocations } from "./rows/revocations";
import { measureSpeed } from "./rows/speed";
import { measureTableSize } from "./rows/table-size";

const resultsFile = "bench/results.md";
const parts: [name: string, measure: (stage: Stage) => Promise<Row[]>][] = [
  ["speed", measureSpeed],
  ["against other ways", measureOthers],
  ["size of the table", measureTableSize],
  ["size of the cache", measureCacheSize],
  ["cold cache", measureColdCache],
  ["memory", measureMemory],
  ["a mixed load", measureProfile],
  ["revocations", measureRevocations],
];

const busyLoad = 0.75;
const muchStolen = 0.02;
const begin = Date.now();

const sinceBegin = () => `${Math.round((Date.now() - begin) / 1000)} s`;

/** Call it before the bench begins; the returned function tells in the end what else took the machine's time. */
function watchDisturbances(): () => string[] {
  const load = loadavg()[0] ?? 0;
  const stolenShare = watchStolen();
  return () => {
    const stolen = stolenShare();
    const notes: string[] = [];
    if (load >= busyLoad)
      notes.push(`The machine had other work when the bench began (load ${load.toFixed(1)}).`);
    if (stolen >= muchStolen)
      notes.push(`The host gave ${Math.round(stolen * 100)} % of the processors' time to others.`);
    return notes;
  };
}

function describe(stage: Stage, rows: Row[], disturbances: string[]): string {
  const { options, wrkVersion, databases } = stage;
  const [model, memory] = [cpus()[0]?.model.trim(), Math.round(totalmem() / 2 ** 30)];
  const trial = `A trial with ${options.rows.toLocaleString("en")} keys and rounds of ${options.seconds} s: its numbers are no results.`;
  return [
    "# The authorizer's speed",
    "",
    `\`npm run bench\` on ${model}, ${cpus().length} cores, ${memory} GiB; Node ${process.version}, PostgreSQL ${databases.postgresVersion}.`,
    `All on this one machine, load by wrk ${wrkVersion}, one thread; one process a server, same requests, same connections;`,
    `up to ${starts} starts of each server, ${rounds} alternating rounds of ${options.seconds} s after warming up: medians, and the median of the`,
    "ratios of neighbouring rounds with the middle half of them.",
    ...[...disturbances, ...(options.isTrial ? [trial] : [])].map((line) => `**${line}**`),
    "",
    describeTable(rows),
    "",
  ].join("\n");
}

async function run(cleanups: Cleanups): Promise<number> {
  const options = readOptions();
  const disturbances = watchDisturbances();
  say(`Filling a table with ${options.rows.toLocaleString("en")} keys.`);
  const stage = await prepareBench(options, cleanups);
  const rows: Row[] = [];
  const { only } = options;
  const chosen = parts.filter(([name]) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`There is no part "${only}".`);
  for (const [name, measure] of chosen) {
    say(`${sinceBegin()}: measuring ${name}`);
    rows.push(...(await measure(stage)));
  }
  const text = describe(stage, rows, disturbances());
  say(`\n${text}\n${sinceBegin()} in all.`);
  if (!options.isTrial) writeFileSync(resultsFile, text);
  if (options.isCheck) return concludeCheck(rows);
  return rows.every(({ isMet }) => isMet) ? 0 : 1;
}

/** How fast it was is only printed: a busy machine is no mistake of the code. */
function concludeCheck(rows: Row[]): number {
  const wrong = rows.filter(({ isRight }) => !isRight).map(({ cells }) => `bench: ${cells[0]}`);
  conclude(
    "npm run bench -- --check",
    wrong.length > 0 ? { ...oneFailed, failures: wrong } : onePassed,
  );
  return wrong.length > 0 ? 1 : 0;
}

await runCommand(run, 1);
