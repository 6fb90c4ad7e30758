/** Finds or gets a browser for the tests: what is installed first, downloads last, else one sentence. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright/test";
import { say } from "@/bin/process/cleanups";
import { onPath } from "./system-tools";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const macApps = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const downloadLimitMs = 5 * 60_000;

export async function findBrowser(): Promise<string> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (existsSync(wanted)) return wanted;
    throw new Error("CHROMIUM_PATH names no program: correct or unset it.");
  }
  const found = findInstalled() ?? download() ?? installDebian();
  if (found) return found;
  throw new Error(
    "No browser was found and none could be installed: install Chromium or Chrome, or set CHROMIUM_PATH to one.",
  );
}

function findInstalled(): string | undefined {
  const places = [...names.flatMap(onPath), ...macApps, chromium.executablePath()];
  return places.find((path) => existsSync(path));
}

function download(): string | undefined {
  say("No browser is installed; trying Playwright's own download.");
  run("node_modules/.bin/playwright", ["install", "chromium"]);
  return findInstalled();
}

function installDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  say("Trying to install Debian's chromium.");
  run("apt-get", ["update"]);
  run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
  return findInstalled();
}

function run(program: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", NODE_OPTIONS: "" };
  spawnSync(program, args, { env, stdio: "inherit", timeout: downloadLimitMs });
}
