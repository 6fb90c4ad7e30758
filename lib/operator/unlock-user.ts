import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import { forgiveDevices, hasWaitingDevice } from "@/lib/devices/known-devices";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { auditChainOf, type FoundUser, getUser } from "./get-user";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";

/**
 * Resets a user's counts of wrong codes and passwords, so there is no lock and no wait (D11, L-9). Tells the user and
 * the owners. Throws `unknown`, `ambiguous`, and `already_so` for a user who is not locked.
 */
export async function unlockUser(
  operator: Operator,
  email: string,
  orgId?: OrgId,
): Promise<FoundUser> {
  const user = await getUser(db(), email, orgId);
  await transaction(async (tx) => {
    const unlocked = await tx
      .update(users)
      .set({ failedPasswords: 0, passwordRetryAt: null, wrongCodes: 0, codesLockedUntil: null })
      .where(
        and(
          eq(users.orgId, user.orgId),
          eq(users.id, user.id),
          sql`(${users.codesLockedUntil} > now() or ${users.passwordRetryAt} > now() or ${hasWaitingDevice(1)})`,
        ),
      )
      .returning({ id: users.id });
    if (unlocked.length === 0) throw operatorRefusal("already_so", `${email} is not locked.`);
    const about = { orgId: user.orgId, userId: user.id };
    await forgiveDevices(tx, about);
    await notify(tx, "user-unlocked", about, { by: supportOf(user.orgId), who: whoIs(user) });
    await recordAudit(
      tx,
      "member.unlocked",
      auditBy(operator, auditChainOf(user), { user: user.id }),
    );
  });
  return getUser(db(), email, user.orgId);
}
