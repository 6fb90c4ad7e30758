import { setTimeout as sleep } from "node:timers/promises";
import { Gauge, type Registry } from "prom-client";
import { pool } from "@/db/client";

/** Gauges that are read from PostgreSQL together. */
export interface Reading {
  gauges: Record<string, { help: string; labels?: readonly string[] }>;
  read(): Promise<{ gauge: string; labels?: Record<string, string>; value: number }[]>;
}

/** A reading this old is read again. So many who ask cost no more than one. */
const freshMs = 10_000;
const patienceMs = 1_000;

/**
 * Adds them to the registry. While PostgreSQL is away or has no connection to spare, they are left out and everything
 * else is told: that is when it is needed.
 */
export function addReadings(registry: Registry, readings: Reading[]): void {
  for (const { gauges, read } of readings) {
    const latest = remembering(read);
    for (const [name, { help, labels = [] }] of Object.entries(gauges)) {
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers: [registry],
        async collect() {
          const values = await latest();
          this.reset();
          if (labels.length === 0) this.remove();
          for (const { gauge, labels, value } of values)
            if (gauge === name) this.set(labels ?? {}, value);
        },
      });
    }
  }
}

type Values = Awaited<ReturnType<Reading["read"]>>;

/** One read at a time, kept for a while; nothing if it fails or takes too long. */
function remembering(read: Reading["read"]): () => Promise<Values> {
  let reading: Promise<Values> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let values: Values = [];
  const readAgain = async () => {
    try {
      values = await read();
      readAt = performance.now();
    } catch {
      values = [];
    } finally {
      reading = undefined;
    }
    return values;
  };
  return async () => {
    if (performance.now() - readAt < freshMs) return values;
    if (!reading && pool().waitingCount > 0) return [];
    reading ??= readAgain();
    return Promise.race([reading, sleep(patienceMs, [], { ref: false })]);
  };
}
