import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "./actor";
import { type Permission, requirePermission } from "./permissions";
import { accessRefusal } from "./refusals";

/**
 * Reads again, inside the command's transaction, what the request was let in with: role, membership, session, user. A
 * change of these that commits first is obeyed, and one that comes later waits for the command (S-5). Returns whether an
 * operator has frozen the merchant's keys. Throws `login_expired`, `forbidden` and `two_step_required`.
 *
 * The rows are locked in this order everywhere: membership, session, merchant, keys.
 */
export async function lockStanding(
  tx: Db,
  actor: Actor,
  permission: Permission,
): Promise<{ isFrozen: boolean }> {
  const [row] = await tx
    .select({ role: members.role, frozenAt: merchants.frozenAt })
    .from(members)
    .innerJoin(
      sessions,
      and(
        eq(sessions.orgId, members.orgId),
        eq(sessions.merchantId, members.merchantId),
        eq(sessions.userId, members.userId),
      ),
    )
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, members.orgId), eq(merchants.id, members.merchantId)),
    )
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .where(
      and(
        eq(members.orgId, actor.org.id),
        eq(members.merchantId, actor.merchant.id),
        eq(members.userId, actor.user.id),
        eq(sessions.id, actor.session.id),
        isNull(sessions.revokedAt),
        isNull(users.disabledAt),
      ),
    )
    .for("share", { of: [members, sessions, merchants] });
  if (!row) throw accessRefusal("login_expired");
  requirePermission({ ...actor, role: row.role }, permission);
  return { isFrozen: row.frozenAt !== null };
}
