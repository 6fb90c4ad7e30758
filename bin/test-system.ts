/**
 * `npm run test:system`: what needs programs of the operating system: nginx, PgBouncer, Kannel, libfaketime. What is
 * missing is said, and its tests are skipped; where CI is set, a skipped test has failed.
 * The last line adds them up; the exit code is 1 if anything failed.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { ensureBuild } from "@/bin/build/build";
import { findBrowser } from "@/bin/check/find-browser";
import { findTool, missingTool, toolNames } from "@/bin/check/system-tools";
import {
  type Counts,
  conclude,
  nameRest,
  oneFailed,
  readPlaywright,
} from "@/bin/check/test-counts";

/** Where playwright.config.ts has it. */
const report = "test-results/browser.json";

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function sayTools(): void {
  say("=== system tests");
  for (const name of toolNames) {
    const path = findTool(name);
    say(path ? `${name}: ${path}` : `Its tests are skipped: ${missingTool(name)}.`);
  }
}

async function run(): Promise<Counts> {
  await ensureBuild();
  const browser = await findBrowser();
  rmSync(report, { force: true });
  const child = spawn("node_modules/.bin/playwright", ["test", "--project=system"], {
    env: { ...process.env, CHROMIUM_PATH: browser, NODE_OPTIONS: "--conditions=react-server" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const isOk = await new Promise<boolean>((done) => {
    child.once("error", () => done(false));
    child.once("exit", (code) => done(code === 0));
  });
  return readPlaywright(report, isOk);
}

sayTools();
let counts = await run().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  return oneFailed;
});
if (process.env.CI && counts.skipped > 0) {
  say(`${counts.skipped} skipped tests count as failed: in CI nothing may be left out.`);
  counts = { ...counts, failed: counts.failed + counts.skipped, skipped: 0 };
}
conclude("npm run test:system", nameRest(counts, "npm run test:system"));
