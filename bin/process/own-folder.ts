/** Folders in .data that belong to one process each and are gone when it is, also when it was killed. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { isAlive } from "./is-alive";

/** A new, empty folder `.data/<kind>/<process id>-…`. Those of processes that have ended go now. */
export function makeOwnFolder(kind: string): { folder: string; remove(): void } {
  const all = resolve(".data", kind);
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all))
    if (!isAlive(Number.parseInt(name, 10))) remove(join(all, name));
  const folder = mkdtempSync(join(all, `${process.pid}-`));
  return { folder, remove: () => remove(folder) };
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
