import { db } from "@/db/client";
import type { Client } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { spendAddress } from "@/lib/access/spend-address";
import { spendRate } from "@/lib/access/spend-rate";
import { env } from "@/lib/core/env";
import type { Org } from "@/lib/orgs/org";
import type { KnownDevice } from "./known-devices";

/**
 * Counts one try of `what` within a minute: of a known browser by itself, so that nobody else on its network is in its
 * way, and of any other by its address. Throws `rate_limited`.
 */
export async function spendTry(
  org: Org,
  client: Client,
  what: string,
  device: KnownDevice | null,
): Promise<void> {
  if (!device) return spendAddress(org, client, what);
  const limit = env().LOGINS_PER_MINUTE;
  if (!(await spendRate(db(), `${what} ${org.id} ${device.id}`, limit, 60)))
    throw accessRefusal("rate_limited");
}
