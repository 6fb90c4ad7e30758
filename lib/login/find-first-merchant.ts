import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Org } from "@/lib/orgs/org";

/** The merchant that a login opens: the one the user joined first. Null if the user is a member of none. */
export async function findFirstMerchant(org: Org, userId: string): Promise<string | null> {
  const [member] = await db()
    .select({ merchantId: members.merchantId })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.userId, userId)))
    .orderBy(asc(members.createdAt), asc(members.merchantId))
    .limit(1);
  return member?.merchantId ?? null;
}
