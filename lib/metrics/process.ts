import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, type Registry } from "prom-client";
import { pool } from "@/db/client";

const nanoseconds = 1e9;
const microseconds = 1e6;

/** The process itself, under the names that Prometheus' own libraries use, and its pool of connections. */
export function addProcess(registry: Registry): void {
  const registers = [registry];
  const startedAt = Date.now() / 1000 - process.uptime();
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("process_resident_memory_bytes", "Memory of the process.", () => process.memoryUsage.rss());
  gauge("process_start_time_seconds", "When the process started, in Unix time.", () => startedAt);
  new Counter({
    name: "process_cpu_seconds_total",
    help: "Processor time that the process has used.",
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / microseconds);
    },
  });
  addEventLoop(registers);
  gauge("keydesk_pool_size", "Connections that the pool may open.", () => pool().options.max);
  gauge("keydesk_pool_busy", "Connections that are being used.", () => {
    const { totalCount, idleCount } = pool();
    return totalCount - idleCount;
  });
  gauge("keydesk_pool_waiting", "Requests that wait for a connection.", () => pool().waitingCount);
}

/** A timer every so often, which is this long when nothing is late. */
const tickMs = 20;

/** How late timers are: what every request waits besides its own work. Measured since the last time it was asked. */
function addEventLoop(registers: Registry[]): void {
  const delay = monitorEventLoopDelay({ resolution: tickMs });
  delay.enable();
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        // Without a sample it reads as "not a number".
        const tick = delay.count > 0 ? read() / nanoseconds : 0;
        this.set(Math.max(0, tick - tickMs / 1000));
      },
    });
  gauge("nodejs_eventloop_lag_p50_seconds", "Half of all timers were later than this.", () =>
    delay.percentile(50),
  );
  gauge("nodejs_eventloop_lag_p99_seconds", "One in a hundred timers was later than this.", () =>
    delay.percentile(99),
  );
  gauge("nodejs_eventloop_lag_max_seconds", "The latest timer.", () => {
    const latest = delay.max;
    // Read last: metrics are asked in the order in which they were made.
    delay.reset();
    return latest;
  });
}
