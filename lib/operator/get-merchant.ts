import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import type { OrgId } from "@/lib/orgs/org";
import { operatorRefusal } from "./refusals";

export interface FoundMerchant {
  orgId: OrgId;
  id: string;
  name: string;
  createdAt: Date;
  frozenAt: Date | null;
}

/**
 * Finds one merchant by its id or by an owner's email. Throws `unknown`, and `ambiguous` with the brands or merchants
 * to choose from; it never guesses.
 */
export async function getMerchant(db: Db, named: string, orgId?: OrgId): Promise<FoundMerchant> {
  const isEmail = named.includes("@");
  const found = isEmail ? await listOwned(db, named) : await list(db, eq(merchants.id, named));
  const here = found.filter((merchant) => orgId === undefined || merchant.orgId === orgId);
  const [merchant, ...others] = here;
  if (!merchant) throw operatorRefusal("unknown", nothing(named, isEmail, orgId));
  if (others.length > 0) throw operatorRefusal("ambiguous", choice(named, here));
  return merchant;
}

function list(db: Db, where: SQL | undefined): Promise<FoundMerchant[]> {
  return db
    .select({
      orgId: merchants.orgId,
      id: merchants.id,
      name: merchants.name,
      createdAt: merchants.createdAt,
      frozenAt: merchants.frozenAt,
    })
    .from(merchants)
    .where(where)
    .orderBy(merchants.orgId, merchants.id);
}

function listOwned(db: Db, email: string): Promise<FoundMerchant[]> {
  const owner = db
    .select({ merchantId: members.merchantId })
    .from(members)
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .where(
      and(
        eq(members.orgId, merchants.orgId),
        eq(members.merchantId, merchants.id),
        eq(members.role, "owner"),
        eq(users.email, email.toLowerCase()),
      ),
    );
  return list(db, sql`exists ${owner}`);
}

function nothing(named: string, isEmail: boolean, orgId?: OrgId): string {
  const where = orgId ? ` in ${orgId}` : "";
  return isEmail
    ? `No merchant${where} has an owner with the e-mail ${named}.`
    : `There is no merchant ${named}${where}.`;
}

function choice(named: string, found: FoundMerchant[]): string {
  const orgIds = [...new Set(found.map(({ orgId }) => orgId))];
  return orgIds.length > 1
    ? `${named} owns merchants in several brands: say --org ${orgIds.join(", or --org ")}.`
    : `${named} owns several merchants: name one by its id, ${found.map(({ id }) => id).join(", ")}.`;
}
