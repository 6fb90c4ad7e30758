import { db } from "@/db/client";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import type { Org } from "@/lib/orgs/org";
import { type Client, isKnownAddress } from "./actor";
import { accessRefusal } from "./refusals";
import { spendRate } from "./spend-rate";

/**
 * Counts one try of `what` from this address within a minute. Without a trusted proxy all clients share one address, so
 * the limit is ten times higher and holds for the whole brand. Throws `rate_limited`.
 */
export async function spendAddress(org: Org, client: Client, what: string): Promise<void> {
  const limit = env().LOGINS_PER_MINUTE * (isKnownAddress(client) ? 1 : 10);
  if (await spendRate(db(), `${what} ${org.id} ${client.address}`, limit, 60)) return;
  log().warn(
    { event: `${what}.limited`, org: org.id, address: client.address },
    `${what} limit reached`,
  );
  throw accessRefusal("rate_limited");
}
