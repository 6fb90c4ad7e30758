import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";

/**
 * Makes one user's operations on codes and sessions run one after another. Always taken before any lock on a challenge
 * or a session: with one order of locks there is no deadlock. Foreign keys that refer to the user do not wait
 * for it.
 */
export async function lockUser(tx: Db, orgId: OrgId, userId: string): Promise<void> {
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.orgId, orgId)))
    .for("no key update");
}
