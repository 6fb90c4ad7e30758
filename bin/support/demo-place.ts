/** Where the demo of this folder is to be found while it runs, for the commands that people try on it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { isHeld } from "./file-lock";

export const demoLock = resolve(".data/demo.lock");
const place = resolve(".data/demo-running.json");

/** Keeps what its dashboard was configured with, readable by its owner only; returns the forgetting. */
export function rememberDemo(env: Record<string, string>): () => void {
  rmSync(place, { force: true });
  writeFileSync(place, JSON.stringify(env), { mode: 0o600 });
  return () => rmSync(place, { force: true });
}

/** The configuration of the demo that runs now; null: none does. */
export function findDemo(): Record<string, string> | null {
  try {
    if (!isHeld(readFileSync(demoLock, "utf8"))) return null;
    return JSON.parse(readFileSync(place, "utf8")) as Record<string, string>;
  } catch {
    return null;
  }
}
