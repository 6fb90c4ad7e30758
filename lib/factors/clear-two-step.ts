import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { authenticators, recoveryCodes } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { lockUser } from "@/lib/access/lock-user";
import type { AuditEntry } from "@/lib/audit/record-audit";
import type { OrgId } from "@/lib/orgs/org";
import { voidCodes } from "@/lib/otp/void-codes";
import { endSessions } from "@/lib/sessions/end-sessions";

/**
 * For a user who lost phone and app. Turns 2-step verification off, removes mobile, app and recovery codes, and ends
 * every session, pending login and open code. The caller writes the event "two_step.reset", with this
 * entry, and the notice. False: no such user.
 */
export async function clearTwoStep(
  tx: Db,
  { orgId, userId }: { orgId: OrgId; userId: string },
  entry: AuditEntry,
): Promise<boolean> {
  await lockUser(tx, orgId, userId);
  const cleared = await tx
    .update(users)
    .set({ isTwoStepOn: false, authenticatorId: null, mobile: null, mobileVerifiedAt: null })
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)))
    .returning({ id: users.id });
  if (cleared.length === 0) return false;
  await tx
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.orgId, orgId), eq(recoveryCodes.userId, userId)));
  await tx
    .delete(authenticators)
    .where(and(eq(authenticators.orgId, orgId), eq(authenticators.userId, userId)));
  await voidCodes(tx, { orgId, userId });
  await endSessions(tx, { orgId, userId }, { entry, cause: "2-step verification reset" });
  return true;
}
