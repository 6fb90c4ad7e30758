import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { log } from "@/lib/core/log";

/**
 * Says in the log when the role that serves could change the trail, as it can where one role owns and serves (D27).
 * Never throws: where the database is away, others say so.
 */
export async function warnOfOwner(): Promise<void> {
  try {
    const { rows } = await db().execute<{ may_change: boolean }>(
      sql`select has_table_privilege('audit_events', 'delete') as may_change`,
    );
    if (rows[0]?.may_change)
      log().warn(
        'the role in DATABASE_URL could rewrite the audit trail; docs/operations.md, "Roles and rights", says how to part it from the one that owns the tables',
      );
  } catch {
    // The check of the database tells why.
  }
}
