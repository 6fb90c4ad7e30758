import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";

/** What the numbers were measured on. */
export function describeMachine(postgresVersion: string): string {
  const model = cpus()[0]?.model.trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${model}, ${cpus().length} cores, ${memory} GiB; Node ${process.version}, PostgreSQL ${postgresVersion}`;
}

const busyLoad = 0.75;
const muchStolen = 0.02;

/** Call it before the bench begins; the returned function tells in the end what else took the machine's time. */
export function watchDisturbances(): () => string[] {
  const load = loadavg()[0] ?? 0;
  const before = readCpuTimes();
  return () => {
    const after = readCpuTimes();
    const stolen = (after.stolen - before.stolen) / Math.max(1, after.all - before.all);
    const notes: string[] = [];
    if (load >= busyLoad)
      notes.push(`The machine had other work when the bench began (load ${load.toFixed(1)}).`);
    if (stolen >= muchStolen)
      notes.push(`The host gave ${Math.round(stolen * 100)} % of the processors' time to others.`);
    return notes;
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
