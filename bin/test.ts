/**
 * `npm test`: every check and every suite, one after the other, whatever the earlier ones said. Left out is what
 * needs servers that npm cannot install: `npm run test:system`.
 * The last line adds them all up; the exit code is 1 if anything failed.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { ensureBuild } from "@/bin/build/build";
import { findBrowser } from "@/bin/check/find-browser";
import {
  addCounts,
  type Counts,
  conclude,
  describeCounts,
  nameRest,
  oneFailed,
  onePassed,
  readPlaywright,
  readVitest,
} from "@/bin/check/test-counts";

const unitReport = "test-results/unit.json";
const browserReport = "test-results/browser.json";

interface Step {
  name: string;
  run(): Promise<Counts>;
}

const steps: Step[] = [
  { name: "lint", run: () => check("biome", ["check", "."]) },
  { name: "types", run: checkTypes },
  { name: "unused code", run: () => check("knip", []) },
  { name: "unit and integration tests", run: runUnitTests },
  { name: "production build", run: build },
  { name: "browser tests", run: () => runPlaywright("machine", "without-proxy", "dashboard") },
  // On their own: what is broken on purpose must be all that is broken.
  { name: "fault tests", run: () => runPlaywright("faults") },
];

let hasBuild = false;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs one of the project's tools with its output shown as it comes. True: it succeeded. */
function runTool(name: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(`node_modules/.bin/${name}`, args, {
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((done) => {
    child.once("error", () => done(false));
    child.once("exit", (code) => done(code === 0));
  });
}

async function check(name: string, args: string[]): Promise<Counts> {
  return (await runTool(name, args)) ? onePassed : oneFailed;
}

/** Next writes the types of the routes first: a fresh clone has none. */
async function checkTypes(): Promise<Counts> {
  const isWritten = await runTool("next", ["typegen"]);
  const isClean = await runTool("tsc", ["--noEmit"]);
  return isWritten && isClean ? onePassed : oneFailed;
}

async function runUnitTests(): Promise<Counts> {
  rmSync(unitReport, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`];
  return readVitest(unitReport, await runTool("vitest", ["run", ...reporters]));
}

async function build(): Promise<Counts> {
  await ensureBuild();
  hasBuild = true;
  return onePassed;
}

async function runPlaywright(...projects: string[]): Promise<Counts> {
  if (!hasBuild) {
    say("Not run: there is no build to test.");
    return oneFailed;
  }
  const browser = await findBrowser();
  say(`Browser: ${browser}`);
  rmSync(browserReport, { force: true });
  const env = { CHROMIUM_PATH: browser, NODE_OPTIONS: "--conditions=react-server" };
  const chosen = projects.map((name) => `--project=${name}`);
  return readPlaywright(browserReport, await runTool("playwright", ["test", ...chosen], env));
}

async function runStep(step: Step): Promise<Counts> {
  say(`\n=== ${step.name}`);
  const start = Date.now();
  const told = await step.run().catch((error) => {
    say(error instanceof Error ? error.message : String(error));
    return oneFailed;
  });
  const counts = nameRest(told, step.name);
  say(`--- ${step.name}: ${describeCounts(counts)} (${Math.round((Date.now() - start) / 1000)} s)`);
  return counts;
}

let total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const step of steps) total = addCounts(total, await runStep(step));
say(
  "\nLeft out: nginx, PgBouncer, Kannel and shifted clocks, with Debian's own programs: npm run test:system",
);
conclude("npm test", total);
