import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";
import type { CheckedUser } from "@/lib/passwords/check-password";

/**
 * Takes the user's lock and says whether the user is still as the password check found them. Checking takes a third of a
 * second; meanwhile the password may have been reset, 2-step verification turned on, every session ended or the user
 * disabled. A login that began before that must open nothing after it (S-8).
 */
export async function lockCheckedUser(
  tx: Db,
  orgId: OrgId,
  checked: CheckedUser,
): Promise<boolean> {
  const same = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, checked.id),
        eq(users.orgId, orgId),
        isNull(users.disabledAt),
        eq(users.loginEpoch, checked.loginEpoch),
        eq(users.isTwoStepOn, checked.isTwoStepOn),
        sql`${users.passwordHash} is not distinct from ${checked.passwordHash}`,
      ),
    )
    .for("no key update");
  return same.length === 1;
}
