import { cpus, loadavg, totalmem } from "node:os";
import { watchStolen } from "@/bin/check/stolen";

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
  const stolenShare = watchStolen();
  return () => {
    const stolen = stolenShare();
    const notes: string[] = [];
    if (load >= busyLoad)
      notes.push(`The machine had other work when the bench began (load ${load.toFixed(1)}).`);
    if (stolen >= muchStolen)
      notes.push(`The host gave ${Math.round(stolen * 100)} % of the processors' time to others.`);
    return notes;
  };
}
