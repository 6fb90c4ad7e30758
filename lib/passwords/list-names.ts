import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";

/** Names that others know of a user and their businesses. A password may not be made of them (L-3). */
export async function listNames(
  db: Db,
  { orgId, userId }: { orgId: OrgId; userId: string },
): Promise<string[]> {
  const rows = await db
    .select({ name: users.name, email: users.email, business: merchants.name })
    .from(users)
    .leftJoin(members, and(eq(members.orgId, users.orgId), eq(members.userId, users.id)))
    .leftJoin(
      merchants,
      and(eq(merchants.orgId, members.orgId), eq(merchants.id, members.merchantId)),
    )
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)));
  return rows.flatMap(({ name, email, business }) => [name, email, business ?? ""]);
}
