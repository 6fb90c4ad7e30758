import { Counter, Gauge, Registry } from "prom-client";
import { counters, type GaugeName, gauges, readCounts, readGauge } from "@/lib/core/measure";
import { addProcess } from "./process";
import { addReadings, type Reading } from "./readings";

/**
 * Everything that this process tells Prometheus: what its rooms counted (`lib/core/measure.ts`), the process itself,
 * its connections to PostgreSQL, and `readings`, which are asked of PostgreSQL.
 */
export function makeRegistry(readings: Reading[]): Registry {
  const registry = new Registry();
  for (const [name, { help, labels }] of Object.entries(counters)) {
    addCounter(registry, { name, help, labels });
  }
  for (const [name, help] of Object.entries(gauges)) addGauge(registry, name as GaugeName, help);
  addProcess(registry);
  addReadings(registry, readings);
  return registry;
}

function addCounter(
  registry: Registry,
  { name, help, labels }: { name: string; help: string; labels: readonly string[] },
): void {
  new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, value } of readCounts(name)) this.inc(labels, value);
    },
  });
}

function addGauge(registry: Registry, name: GaugeName, help: string): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      const value = readGauge(name);
      // A gauge without a value is shown as 0, which would be a lie.
      if (value === null) this.remove();
      else this.set(value);
    },
  });
}
