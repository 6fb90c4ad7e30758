/**
 * Runs suites of tests one after the other, whatever the earlier ones said: one line each, and of a failed one all that
 * it said. What passed can be read in the suite's log.
 */
import { appendFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBuild } from "@/bin/build/build";
import { say } from "@/bin/process/cleanups";
import { runTool } from "@/bin/process/run-tool";
import { findBrowser } from "./find-browser";
import {
  addCounts,
  type Counts,
  conclude,
  describeCounts,
  nameRest,
  noCounts,
  oneFailed,
  onePassed,
  readPlaywright,
  readVitest,
} from "./test-counts";

export interface Suite {
  name: string;
  run(log: string): Promise<Counts>;
}

export async function runSuites(command: string, suites: Suite[]): Promise<void> {
  let total = noCounts;
  for (const suite of suites) total = addCounts(total, await runSuite(suite));
  conclude(command, total);
}

export async function runSuite({ name, run }: Suite): Promise<Counts> {
  const log = logOf(name);
  mkdirSync("test-results", { recursive: true });
  rmSync(log, { force: true });
  process.stdout.write(`${name}: `);
  const start = Date.now();
  const told = await run(log).catch((error) => {
    appendFileSync(log, `${error instanceof Error ? error.message : error}\n`);
    return oneFailed;
  });
  const counts = nameRest(told, name);
  say(`${describeCounts(counts)} (${Math.round((Date.now() - start) / 1000)} s)`);
  if (counts.failed > 0) say(`${readFileSync(log, "utf8").trim()}\nAll of this is in ${log}.\n`);
  return counts;
}

/** Tools of the project that say with their exit code whether all is well. */
export const checks = (name: string, ...commands: string[][]): Suite => ({
  name,
  run: async (log) => {
    let counts = onePassed;
    for (const command of commands) if ((await runOwnTool(command, log)) !== 0) counts = oneFailed;
    return counts;
  },
});

export const unitTests = (name: string): Suite => ({
  name,
  run: async (log) => {
    const report = newReport(name);
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const command = ["vitest", "run", "--silent=passed-only", ...reporters];
    return readVitest(report, (await runOwnTool(command, log)) === 0);
  },
});

let building: Promise<unknown> | undefined;

/** A build that failed is not tried again by the suites that need one. */
function buildOnce(): Promise<unknown> {
  building ??= ensureBuild();
  return building;
}

export const productionBuild: Suite = {
  name: "production build",
  run: () => buildOnce().then(() => onePassed),
};

export const playwrightTests = (name: string, ...projects: string[]): Suite => ({
  name,
  run: async (log) => {
    await buildOnce().catch(() => {
      throw new Error("Not run: there is no build to test.");
    });
    const report = newReport(name);
    const chosen = projects.map((project) => `--project=${project}`);
    const command = ["playwright", "test", "--reporter=dot,json", ...chosen];
    const code = await runOwnTool(command, log, {
      CHROMIUM_PATH: await findBrowser(),
      NODE_OPTIONS: "--conditions=react-server",
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return readPlaywright(report, code === 0);
  },
});

async function runOwnTool(command: string[], log: string, env = {}): Promise<number> {
  const [tool = "", ...args] = command;
  const { code } = await runTool(`node_modules/.bin/${tool}`, args, {
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    output: { file: log },
  });
  return code;
}

function newReport(name: string): string {
  const report = logOf(name).replace(/log$/, "json");
  rmSync(report, { force: true });
  return report;
}

function logOf(name: string): string {
  return `test-results/${name.replaceAll(" ", "-")}.log`;
}
