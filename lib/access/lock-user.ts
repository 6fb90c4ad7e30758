import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";

/**
 * Puts everything one user does with codes and sessions in a row. Taken before any challenge or session row,
 * everywhere: one order of locks cannot deadlock (R-20). Keys' references to the user do not wait for it.
 */
export async function lockUser(tx: Db, orgId: OrgId, userId: string): Promise<void> {
  await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.orgId, orgId)))
    .for("no key update");
}
