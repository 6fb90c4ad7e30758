/** The audit trail of one merchant, or of a brand for users who do not belong to exactly one merchant. */
import { asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEvents, auditFailures } from "@/db/schema/audit";

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

/** Begins the hour of the counted failures anew, which has the same effect as waiting for the next one (D18). */
export async function forgetFailures(): Promise<void> {
  await db().delete(auditFailures);
}
