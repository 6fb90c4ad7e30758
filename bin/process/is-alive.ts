/** Whether a process still runs, asked of the operating system by its id. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Linux tells about processes in files; elsewhere `ps` is asked. */
export const hasProc = existsSync("/proc/self/stat");

/** False also for a zombie: a process that has ended and only waits for its parent to take notice. */
export function isAlive(pid: number): boolean {
  return exists(pid) && stateOf(pid) !== "Z";
}

/** Whether the system still knows the process, be it as a zombie or as one of another user. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

/** Nothing happens when the process has ended meanwhile. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** SIGTERM, and SIGKILL for what does not end in time: then also for the processes that it has started. */
export async function stopProcess(pid: number, patienceMs = 10_000): Promise<void> {
  if (!isAlive(pid)) return;
  signal(pid, "SIGTERM");
  if (await waitUntilGone(pid, patienceMs)) return;
  signal(-pid, "SIGKILL");
  signal(pid, "SIGKILL");
  if (await waitUntilGone(pid, patienceMs)) return;
  throw new Error(`Process ${pid} does not end.`);
}

/** What Linux tells of a process, from its state on (the third value in proc(5)); empty when there is none. */
export function readStat(pid: number | string): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

function stateOf(pid: number): string {
  if (hasProc) return readStat(pid)[0] ?? "";
  const ps = spawnSync("ps", ["-p", `${pid}`, "-o", "state="], { encoding: "utf8" });
  return ps.stdout.trim().charAt(0);
}

/** The processes that this one has started and that have not gone, on Linux. */
export function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => Number(readStat(pid)[1]) === parent).map(Number);
}
