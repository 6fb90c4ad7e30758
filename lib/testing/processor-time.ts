/** What this process has computed: on a busy machine the clock tells more of the others. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Whether the system tells of processes, as Linux does. */
export const isTold = existsSync("/proc/self/task");

/**
 * Processor time in milliseconds of this process and of those it has started, the hasher included. Where the system
 * does not tell of others (it is not Linux), the time of day: comparisons then need a quiet machine.
 */
export function processorTime(): number {
  if (!isTold) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + children().reduce((sum, path) => sum + spentBy(path), 0);
}

/** The process that hashes passwords for this one, in /proc. Only where `isTold`; throws if there is none. */
export function findHasher(): { pid: number; path: string } {
  const path = children().find((child) =>
    readFileSync(`${child}/cmdline`, "utf8").includes("hasher"),
  );
  if (!path) throw new Error("No password was hashed yet.");
  return { pid: Number(path.split("/").pop()), path };
}

function children(): string[] {
  return threadsOf("/proc/self")
    .flatMap((thread) => readFileSync(`${thread}/children`, "utf8").split(" "))
    .filter(Boolean)
    .map((pid) => `/proc/${pid}`);
}

/** Zero once it has ended. */
function spentBy(path: string): number {
  try {
    const nanoseconds = threadsOf(path).map((thread) =>
      Number(readFileSync(`${thread}/schedstat`, "utf8").split(" ")[0]),
    );
    return nanoseconds.reduce((sum, spent) => sum + spent, 0) / 1_000_000;
  } catch {
    return 0;
  }
}

function threadsOf(path: string): string[] {
  return readdirSync(`${path}/task`).map((id) => `${path}/task/${id}`);
}
