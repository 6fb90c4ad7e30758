import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { members, users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";
import { readWebsite } from "@/lib/websites/find-website";
import { keyColumns } from "./get-key";
import { getMerchant } from "./get-merchant";

/** How many keys are shown, newest first. */
const mostKeys = 50;

/** A merchant with its website, members and keys, without secrets and hashes. Throws `unknown`, `ambiguous`. */
export async function showMerchant(named: string, orgId?: OrgId) {
  const merchant = await getMerchant(db(), named, orgId);
  const [website, people, keys] = await Promise.all([
    readWebsite(db(), merchant.orgId, merchant.id),
    listPeople(merchant.orgId, merchant.id),
    listKeys(merchant.orgId, merchant.id),
  ]);
  return { ...merchant, website, members: people, keys };
}

export type ShownMerchant = Awaited<ReturnType<typeof showMerchant>>;

function listPeople(orgId: OrgId, merchantId: string) {
  return db()
    .select({ userId: users.id, email: users.email, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .where(and(eq(members.orgId, orgId), eq(members.merchantId, merchantId)))
    .orderBy(members.createdAt, users.id);
}

function listKeys(orgId: OrgId, merchantId: string) {
  const { orgId: _, merchantId: __, ...columns } = keyColumns;
  return db()
    .select(columns)
    .from(apiKeys)
    .where(and(eq(apiKeys.orgId, orgId), eq(apiKeys.merchantId, merchantId)))
    .orderBy(desc(apiKeys.createdAt))
    .limit(mostKeys);
}
