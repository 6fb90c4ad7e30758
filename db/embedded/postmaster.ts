/**
 * What the operating system knows about a server process. A pid alone proves nothing: it may be a zombie that
 * still blocks a restart, or another program after a reboot.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exists, hasProc, isAlive, signal, waitUntilGone } from "@/bin/process/is-alive";

export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/** The running server of this folder, or null: a recorded pid that is dead or someone else's is no server. */
export function findPostmaster(dataDir: string): Postmaster | null {
  const recorded = readPidFile(dataDir);
  if (!recorded || !isAlive(recorded.pid)) return null;
  return commandOf(recorded.pid).includes(dataDir) ? recorded : null;
}

/** Fast shutdown, then harder ones; returns when the process is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [name, patienceMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    signal(pid, name);
    if (await waitUntilGone(pid, patienceMs)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}

/**
 * Makes a folder without a server startable. PostgreSQL itself copes with the record of a dead process; the
 * record goes only where its pid still exists as a zombie or as another program, and never while a
 * server process of a killed postmaster still works on the data.
 */
export async function clearStaleRecord(dataDir: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (hasOrphans(dataDir)) {
    if (Date.now() > deadline) {
      throw new Error(`Processes of a killed PostgreSQL still use ${dataDir}: wait or end them.`);
    }
    await sleep(20);
  }
  const recorded = readPidFile(dataDir);
  if (recorded && exists(recorded.pid)) rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

function readPidFile(dataDir: string): Postmaster | null {
  try {
    const lines = readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 ? { pid, port, isReady: lines[7]?.trim() === "ready" } : null;
  } catch {
    return null;
  }
}

function commandOf(pid: number): string {
  if (!hasProc) {
    return spawnSync("ps", ["-p", `${pid}`, "-o", "command="], { encoding: "utf8" }).stdout;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** Every server process works inside its data folder. Without /proc, PostgreSQL's own check must do. */
function hasOrphans(dataDir: string): boolean {
  if (!hasProc) return false;
  const folder = realpathSync(dataDir);
  return readdirSync("/proc").some((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });
}
