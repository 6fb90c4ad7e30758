/** Where the demo of this folder is to be found while it runs, for the commands that people try on it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isHeld } from "@/bin/process/file-lock";

const home = resolve(".data");

export const demoLock = (folder = home) => join(folder, "demo.lock");
const place = (folder: string) => join(folder, "demo-running.json");

/**
 * Keeps what its dashboard was configured with, readable by its owner only; returns the forgetting. `DATABASE_URL` is
 * the database owner's there, for whoever has to move times; the dashboard's own is `SERVING_DATABASE_URL`.
 */
export function rememberDemo(
  env: Record<string, string>,
  ownerUrl: string,
  folder = home,
): () => void {
  const forget = () => rmSync(place(folder), { force: true });
  forget();
  const kept = { ...env, DATABASE_URL: ownerUrl, SERVING_DATABASE_URL: env.DATABASE_URL };
  writeFileSync(place(folder), JSON.stringify(kept), { mode: 0o600 });
  return forget;
}

/** What the dashboard of the demo that runs now is configured with; null: none runs, whatever an earlier one left. */
export function findDemo(folder = home): Record<string, string> | null {
  try {
    if (!isHeld(readFileSync(demoLock(folder), "utf8"))) return null;
    const { SERVING_DATABASE_URL, ...kept } = JSON.parse(readFileSync(place(folder), "utf8"));
    return { ...kept, DATABASE_URL: SERVING_DATABASE_URL };
  } catch {
    return null;
  }
}
