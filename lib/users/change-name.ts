import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";

/** Changes the user's own name. Open to every role. */
export function changeName(actor: Actor, { name }: { name: string }): Promise<void> {
  return transaction(async (tx) => {
    await tx
      .update(users)
      .set({ name })
      .where(and(eq(users.id, actor.user.id), eq(users.orgId, actor.org.id)));
    await recordAudit(tx, "name.changed", auditOf(actor));
  });
}
