import { and, eq } from "drizzle-orm";
import { transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { forgiveDevices } from "@/lib/devices/known-devices";
import { notify } from "@/lib/outbox/enqueue";
import { lockTeamAsOwner } from "./lock-team";
import { lockSubordinate, noticeAudience, noticeFacts } from "./teammate";

/**
 * Lifts the lock after wrong codes or wrong passwords (D11). Does nothing if the member is not locked. Throws
 * `forbidden` for yourself and for owners, `member_not_found`, `not_yours_alone`.
 */
export async function unlockMember(actor: Actor, { userId }: { userId: string }): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    const member = await lockSubordinate(tx, actor, userId);
    if (!member.isLocked) return;
    await tx
      .update(users)
      .set({ failedPasswords: 0, passwordRetryAt: null, wrongCodes: 0, codesLockedUntil: null })
      .where(and(eq(users.orgId, actor.org.id), eq(users.id, userId)));
    await forgiveDevices(tx, { orgId: actor.org.id, userId });
    await recordAudit(tx, "member.unlocked", { ...auditOf(actor), detail: { member: userId } });
    await notify(tx, "user-unlocked", noticeAudience(actor, member), noticeFacts(actor, member));
  });
}
