import { readShippingLag } from "@/lib/audit/ship-heads";
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

const auditHeads: Reading = {
  gauges: {
    keydesk_audit_head_shipped_seconds: {
      help: "Time since a head of the audit trail was last shipped, by any worker.",
    },
    keydesk_audit_unshipped_seconds: {
      help: "How long the oldest entry of the audit trail has waited for its head to be shipped; 0: none waits.",
    },
  },
  async read() {
    const { seconds, shippedAt } = await readShippingLag();
    const unshipped = { gauge: "keydesk_audit_unshipped_seconds", value: seconds };
    if (!shippedAt) return [unshipped];
    const age = (Date.now() - shippedAt.getTime()) / 1000;
    return [unshipped, { gauge: "keydesk_audit_head_shipped_seconds", value: age }];
  },
};

/**
 * Opens the worker's port for Prometheus. Heads of the audit trail are told of where they are shipped. Rejects with the
 * system's error if the port cannot be opened.
 */
export function openWorkerMetrics(
  at: { host: string; port: number },
  areHeadsShipped: boolean,
): Promise<MetricsServer> {
  return serveMetrics(makeRegistry(areHeadsShipped ? [outbox, auditHeads] : [outbox]), at);
}
