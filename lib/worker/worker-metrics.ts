import type { Reading } from "@/lib/metrics/readings";
import { makeRegistry } from "@/lib/metrics/registry";
import { type MetricsServer, serveMetrics } from "@/lib/metrics/serve-metrics";
import { readBacklog } from "@/lib/outbox/read-backlog";

const outbox: Reading = {
  gauges: {
    keydesk_outbox_waiting: { help: "Messages that wait to be sent; counted up to 1000." },
    keydesk_outbox_oldest_seconds: { help: "Age of the oldest message that waits to be sent." },
    keydesk_outbox_given_up: { help: "Messages given up within a day; counted up to 1000." },
  },
  async read() {
    const { waiting, oldestSeconds, givenUp } = await readBacklog();
    return [
      { gauge: "keydesk_outbox_waiting", value: waiting },
      { gauge: "keydesk_outbox_oldest_seconds", value: oldestSeconds },
      { gauge: "keydesk_outbox_given_up", value: givenUp },
    ];
  },
};

/** Opens the worker's port for Prometheus. Rejects with the system's error if it cannot be opened. */
export function openWorkerMetrics(at: { host: string; port: number }): Promise<MetricsServer> {
  return serveMetrics(makeRegistry([outbox]), at);
}
