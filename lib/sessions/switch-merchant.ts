import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { voidCodes } from "@/lib/otp/void-codes";
import { sessionRefusal } from "./refusals";

/**
 * Switches this session to another merchant of its user, in Test Mode. Its cover stays, because that proves who the
 * user is. Unused codes are voided, because they were requested for the first merchant (O-3). Throws `not_a_member`.
 */
export async function switchMerchant(actor: Actor, merchantId: string): Promise<void> {
  if (merchantId === actor.merchant.id) return;
  await transaction(async (tx) => {
    // Removing a member takes this lock too, so the membership cannot end before this commits.
    await lockUser(tx, actor.org.id, actor.user.id);
    if (!(await moveSession(tx, actor, merchantId))) throw sessionRefusal("not_a_member");
    const { org, user, session } = actor;
    await voidCodes(tx, { orgId: org.id, userId: user.id, sessionId: session.id });
    await recordAudit(tx, "merchant.switched", { ...auditOf(actor), merchantId });
  });
}

async function moveSession(tx: Db, actor: Actor, merchantId: string): Promise<boolean> {
  const moved = await tx
    .update(sessions)
    .set({ merchantId, mode: "test" })
    .where(
      and(
        eq(sessions.id, actor.session.id),
        eq(sessions.orgId, actor.org.id),
        eq(sessions.userId, actor.user.id),
        isNull(sessions.revokedAt),
        sql`exists (select from members m where m.org_id = ${actor.org.id}
          and m.merchant_id = ${merchantId} and m.user_id = ${actor.user.id})`,
      ),
    )
    .returning({ id: sessions.id });
  return moved.length === 1;
}
