/** The audit trail of one merchant, or of a brand for users who do not belong to exactly one merchant. */
import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";

export function trailOf(chain: string) {
  return db()
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chain, chain))
    .orderBy(asc(auditEvents.seq));
}

/** The entries that operators wrote. */
export async function operatorsTrail(chain: string) {
  const rows = await trailOf(chain);
  return rows.filter(({ address }) => address === "operator");
}
