import { and, asc, desc, eq, gte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { auditFailures } from "@/db/schema/audit";
import type { OrgId } from "@/lib/orgs/org";

const most = 500;

/**
 * What was counted instead of written: logins that failed, and what else anybody can cause without logging in, by hour,
 * brand and event (D31). The newest hour comes first. `inFull` is how many of them the audit trail has.
 */
export async function listFailures(options: {
  orgId?: OrgId | undefined;
  /** Default: the last 24 hours. */
  since?: Date | undefined;
}) {
  const { orgId, since } = options;
  const { hour, event } = auditFailures;
  return db()
    .select({
      hour,
      orgId: auditFailures.orgId,
      event,
      failures: sql<number>`sum(${auditFailures.failures})::float8`,
      inFull: sql<number>`sum(${auditFailures.inFull})::float8`,
    })
    .from(auditFailures)
    .where(
      and(
        gte(hour, since ?? sql`now() - interval '24 hours'`),
        orgId === undefined ? undefined : eq(auditFailures.orgId, orgId),
      ),
    )
    .groupBy(hour, auditFailures.orgId, event)
    .orderBy(desc(hour), asc(auditFailures.orgId), asc(event))
    .limit(most);
}
