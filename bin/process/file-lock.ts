/** Locks between processes of one machine. A lock whose holder is dead counts for nothing. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, readStat, stopProcess } from "./is-alive";

const patienceMs = 15 * 60_000;

/** Runs `work` while no other process holds the lock; waits for a living holder. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  while (!tryLock(path)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Process ${holderOf(path)} has held ${path} for too long: end it or delete the file.`,
      );
    }
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    unlock(path);
  }
}

/** True when this process holds the lock now. Never waits. */
export function tryLock(path: string): boolean {
  mkdirSync(dirname(path), { recursive: true });
  removeDead(path);
  // Written beside its place and linked there: a lock never exists without the id of its holder.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, markOf(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

export function unlock(path: string): void {
  if (read(path) === markOf(process.pid)) rmSync(path, { force: true });
}

export function holderOf(path: string): string {
  return read(path)?.split(" ")[0] ?? "unknown";
}

function removeDead(path: string): void {
  const mark = read(path);
  if (mark === null || isHeld(mark)) return;
  const aside = `${path}.dead-${process.pid}`;
  try {
    renameSync(path, aside);
    // Someone may have taken the lock between the look and the rename: give it back.
    if (read(aside) !== mark) linkSync(aside, path);
  } catch {
    // Another process was quicker; the next attempt decides.
  }
  rmSync(aside, { force: true });
}

/** Whether the process that a mark names still runs. */
export function isHeld(mark: string): boolean {
  const pid = Number.parseInt(mark, 10);
  return pid > 0 && isAlive(pid) && markOf(pid) === mark;
}

/** Names a process for good. A process id alone may belong to another program after a reboot; its start time tells (Linux). */
function markOf(pid: number): string {
  return `${pid} ${readStat(pid)[19] ?? ""}`;
}

/** Remembers a server across starts, so that one whose starter was killed does not keep its port. */
export function rememberServer(path: string, pid: number): void {
  writeFileSync(path, markOf(pid));
}

/** Ends the server of an earlier start if it still runs. Call it under the lock of the starter. */
export async function endLeftover(path: string): Promise<void> {
  const mark = read(path);
  if (mark !== null && isHeld(mark)) await stopProcess(Number.parseInt(mark, 10));
  rmSync(path, { force: true });
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
