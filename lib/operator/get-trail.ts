import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import { getMerchant } from "./get-merchant";
import { operatorRefusal } from "./refusals";

export interface FoundTrail {
  orgId: OrgId;
  /** A merchant's id, a user's or a brand's. */
  chain: string;
  merchantId: string | null;
}

/**
 * Finds one chain of the audit trail: a merchant's by its id or an owner's email, a user's by the user's id, or a
 * brand's by its name. Throws `unknown`, and `ambiguous` as `getMerchant` does.
 */
export async function getTrail(db: Db, named: string, orgId?: OrgId): Promise<FoundTrail> {
  const brand = Object.values(orgs).find(({ id }) => id === named);
  if (brand) return { orgId: brand.id, chain: brand.id, merchantId: null };
  if (named.startsWith("usr_")) return getUsersTrail(db, named, orgId);
  const merchant = await getMerchant(db, named, orgId);
  return { orgId: merchant.orgId, chain: merchant.id, merchantId: merchant.id };
}

async function getUsersTrail(db: Db, userId: string, orgId?: OrgId): Promise<FoundTrail> {
  const [user] = await db
    .select({ orgId: users.orgId, id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), orgId === undefined ? undefined : eq(users.orgId, orgId)));
  if (!user)
    throw operatorRefusal("unknown", `There is no user ${userId}${orgId ? ` in ${orgId}` : ""}.`);
  return { orgId: user.orgId, chain: user.id, merchantId: null };
}
