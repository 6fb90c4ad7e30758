import { type Shipping, shipHeads, shippingOf } from "@/lib/audit/ship-heads";
import { log } from "@/lib/core/log";
import { Rounds } from "./rounds";

const minuteMs = 60_000;

/**
 * Ships the heads of the audit trail once a minute, for as long as it takes to reach the sink again after an outage
 * (G-8). Without a sink it says so once, and nothing is shipped.
 */
export function startShipping(
  env: Parameters<typeof shippingOf>[0],
  pauseMs = minuteMs,
): { stop(): Promise<void> } {
  const shipping = shippingOf(env);
  if (!shipping) {
    log().warn("the heads of the audit trail are shipped nowhere: AUDIT_SINK_URL is not set");
    return { stop: async () => undefined };
  }
  let isStopping = false;
  const rounds = new Rounds(pauseMs, () => ship(shipping, () => isStopping));
  rounds.start();
  return {
    stop() {
      isStopping = true;
      return rounds.stop();
    },
  };
}

async function ship(shipping: Shipping, isStopping: () => boolean): Promise<void> {
  try {
    await shipHeads(shipping, isStopping);
  } catch (err) {
    const alarm = { alarm: "audit.not_shipped", err };
    log().error(alarm, "the heads of the audit trail were not shipped; they will be tried again");
  }
}
