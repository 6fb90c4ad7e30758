import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { log } from "@/lib/core/log";
import type { Org } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";

const batch = 1_000;

/**
 * Takes the recipient, the facts and the user out of messages that were given up longer ago than their brand keeps them
 * (G-11). The row stays, with what it was, when it was given up and why. Rows that another worker has locked are left to
 * it. Returns how many were blanked; the caller repeats until it is 0.
 */
export async function forgetRecipients(
  brands: readonly Org[] = Object.values(orgs),
): Promise<number> {
  let total = 0;
  for (const { id, policy } of brands) total += await forgetOf(id, policy.keepGivenUpDays);
  if (total > 0) log().info({ rows: total }, "recipients of messages that were given up forgotten");
  return total;
}

function forgetOf(org: string, days: number): Promise<number> {
  return transaction(async (tx) => {
    // In the order of the index "outbox_given_up", which holds only what still has a recipient.
    const forgotten = await tx.execute(sql`
      update outbox set recipient = '', facts = '{}', user_id = null
      where ctid = any (array(select ctid from outbox
        where org_id = ${org} and given_up_at < now() - make_interval(days => ${days}) and recipient <> ''
        order by given_up_at limit ${batch} for update skip locked))`);
    return forgotten.rowCount ?? 0;
  });
}
