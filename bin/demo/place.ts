/** Where the demo of this folder is to be found while it runs, for the commands that people try on it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isHeld } from "@/bin/process/file-lock";

const home = resolve(".data");

export const demoLock = (folder = home) => join(folder, "demo.lock");
const place = (folder: string) => join(folder, "demo-running.json");

/** Keeps what its dashboard was configured with, readable by its owner only; returns the forgetting. */
export function rememberDemo(env: Record<string, string>, folder = home): () => void {
  const forget = () => rmSync(place(folder), { force: true });
  forget();
  writeFileSync(place(folder), JSON.stringify(env), { mode: 0o600 });
  return forget;
}

/** The configuration of the demo that runs now; null: none does, whatever an earlier one left behind. */
export function findDemo(folder = home): Record<string, string> | null {
  try {
    if (!isHeld(readFileSync(demoLock(folder), "utf8"))) return null;
    return JSON.parse(readFileSync(place(folder), "utf8")) as Record<string, string>;
  } catch {
    return null;
  }
}
