import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";

/** Ends this session. From the commit on, every copy of its cookie is worthless (S-1). */
export function endSession(actor: Actor): Promise<void> {
  return transaction(async (tx) => {
    await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(
          eq(sessions.id, actor.session.id),
          eq(sessions.orgId, actor.org.id),
          isNull(sessions.revokedAt),
        ),
      );
    await recordAudit(tx, "session.ended", auditOf(actor));
  });
}
