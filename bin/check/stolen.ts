/** How much of this machine's processor time its host gives to others: what disturbs a measurement. */
import { readFileSync } from "node:fs";

/** Begins to watch; the returned function tells the share taken since, from 0 to 1. */
export function watchStolen(): () => number {
  const before = readCpuTimes();
  return () => {
    const after = readCpuTimes();
    return (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
  };
}

/** Since the machine started; zeros where the system does not tell (it is not Linux). */
function readCpuTimes(): { all: number; stolen: number } {
  try {
    const line = readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "";
    // user nice system idle iowait irq softirq steal; what follows is counted in these already.
    const times = line.trim().split(/\s+/).slice(1, 9).map(Number);
    return { all: times.reduce((sum, time) => sum + time, 0), stolen: times[7] ?? 0 };
  } catch {
    return { all: 0, stolen: 0 };
  }
}
