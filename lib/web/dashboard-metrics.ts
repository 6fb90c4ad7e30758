import { env } from "@/lib/core/env";
import { listenError } from "@/lib/core/listen-trouble";
import { measure } from "@/lib/core/measure";
import type { Reading } from "@/lib/metrics/readings";
import { makeRegistry } from "@/lib/metrics/registry";
import { addRequests } from "@/lib/metrics/requests";
import { serveMetrics } from "@/lib/metrics/serve-metrics";
import { readCodesLeft } from "@/lib/otp/codes-left";
import { hashingFigures } from "@/lib/passwords/bcrypt-pool";
import { countRequests } from "./observe-requests";

const codes: Reading = {
  gauges: {
    keydesk_codes_left: {
      help: "SMS codes that a brand may still send today; pool new: to numbers that are not verified.",
      labels: ["org", "pool"],
    },
  },
  async read() {
    const budgets = await readCodesLeft();
    return budgets.map(({ org, pool, left }) => ({
      gauge: "keydesk_codes_left",
      labels: { org, pool },
      value: left,
    }));
  },
};

/** Opens the dashboard's port for Prometheus, if one is set. Ends the process with a sentence if it cannot be opened. */
export async function openDashboardMetrics(): Promise<void> {
  const { DASHBOARD_METRICS_PORT: port, METRICS_HOST: host } = env();
  if (port === undefined) return;
  const registry = makeRegistry([codes]);
  measure("keydesk_hashing_busy", () => hashingFigures().busy);
  measure("keydesk_hashing_waiting", () => hashingFigures().waiting);
  const count = addRequests(registry);
  try {
    const { server } = await serveMetrics(registry, { host, port });
    countRequests(count, server);
  } catch (error) {
    const trouble = listenError(error, { port: "DASHBOARD_METRICS_PORT", host: "METRICS_HOST" });
    process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`);
    process.exit(1);
  }
}
