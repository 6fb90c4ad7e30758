import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { members, merchants, users, type WebsiteState, websites } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";

const most = 200;

interface MerchantLine {
  orgId: OrgId;
  id: string;
  name: string;
  createdAt: Date;
  frozenAt: Date | null;
  website: WebsiteState | null;
}

export interface MerchantList {
  merchants: MerchantLine[];
  /** There are more than are listed. */
  isCut: boolean;
}

/** The newest merchants. `search` is part of a name or of a member's email, or an id. */
export async function listMerchants(options: {
  orgId?: OrgId | undefined;
  search?: string | undefined;
}): Promise<MerchantList> {
  const { orgId, search } = options;
  const rows = await db()
    .select({
      orgId: merchants.orgId,
      id: merchants.id,
      name: merchants.name,
      createdAt: merchants.createdAt,
      frozenAt: merchants.frozenAt,
      website: websites.state,
    })
    .from(merchants)
    .leftJoin(
      websites,
      and(eq(websites.orgId, merchants.orgId), eq(websites.merchantId, merchants.id)),
    )
    .where(
      and(
        orgId === undefined ? undefined : eq(merchants.orgId, orgId),
        search === undefined ? undefined : has(search),
      ),
    )
    .orderBy(desc(merchants.createdAt), merchants.id)
    .limit(most + 1);
  return { merchants: rows.slice(0, most), isCut: rows.length > most };
}

/** Uses `position` instead of LIKE, so the search text has no wildcards. */
function has(search: string) {
  const needle = search.toLowerCase();
  return sql`(position(${needle} in lower(${merchants.name})) > 0 or ${merchants.id} = ${search} or exists (
    select from ${members} join ${users} on ${users.orgId} = ${members.orgId} and ${users.id} = ${members.userId}
    where ${members.orgId} = ${merchants.orgId} and ${members.merchantId} = ${merchants.id}
      and position(${needle} in ${users.email}) > 0))`;
}
