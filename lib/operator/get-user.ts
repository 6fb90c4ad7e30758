import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { maskMobile } from "@/lib/core/mask";
import type { Role } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { operatorRefusal } from "./refusals";

export interface FoundUser {
  orgId: OrgId;
  id: string;
  email: string;
  name: string;
  /** Masked (G-11). */
  mobile: string | null;
  hasPassword: boolean;
  hasAuthenticator: boolean;
  isTwoStepOn: boolean;
  isDisabled: boolean;
  codesLockedUntil: string | null;
  passwordRetryAt: string | null;
  merchants: { id: string; name: string; role: Role }[];
}

/** All users with this email: at most one in each brand. */
export async function listUsers(db: Db, email: string, orgId?: OrgId): Promise<FoundUser[]> {
  // Null if the lock has already ended.
  const ahead = (column: typeof users.codesLockedUntil | typeof users.passwordRetryAt) =>
    sql<string | null>`case when ${column} > now() then to_json(${column}) #>> '{}' end`;
  const rows = await db
    .select({
      orgId: users.orgId,
      id: users.id,
      email: users.email,
      name: users.name,
      mobile: users.mobile,
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      hasAuthenticator: sql<boolean>`${users.authenticatorId} is not null`,
      isTwoStepOn: users.isTwoStepOn,
      isDisabled: sql<boolean>`${users.disabledAt} is not null`,
      codesLockedUntil: ahead(users.codesLockedUntil),
      passwordRetryAt: ahead(users.passwordRetryAt),
      // Written as `users.…`, because drizzle leaves out the table's name in a select from one table.
      merchants: sql<FoundUser["merchants"]>`coalesce((
        select json_agg(json_build_object('id', s.id, 'name', s.name, 'role', m.role) order by m.created_at, s.id)
        from members m join merchants s on s.org_id = m.org_id and s.id = m.merchant_id
        where m.org_id = users.org_id and m.user_id = users.id), '[]')`,
    })
    .from(users)
    .where(
      and(
        eq(users.email, email.toLowerCase()),
        orgId === undefined ? undefined : eq(users.orgId, orgId),
      ),
    )
    .orderBy(users.orgId);
  return rows.map((row) => ({ ...row, mobile: row.mobile && maskMobile(row.mobile) }));
}

/** Finds one user. Throws `unknown`, and `ambiguous` with the brands to choose from. */
export async function getUser(db: Db, email: string, orgId?: OrgId): Promise<FoundUser> {
  const [user, ...others] = await listUsers(db, email, orgId);
  if (!user)
    throw operatorRefusal(
      "unknown",
      `Nobody${orgId ? ` in ${orgId}` : ""} has the e-mail ${email}.`,
    );
  if (others.length > 0) {
    const brands = [user, ...others].map((one) => `--org ${one.orgId}`).join(", or ");
    throw operatorRefusal("ambiguous", `${email} is known to several brands: say ${brands}.`);
  }
  return user;
}

/** The audit trail for an entry about a user: their merchant's if they have exactly one, otherwise the brand's. */
export function auditChainOf({ orgId, merchants: [first, ...others] }: FoundUser) {
  return { orgId, merchantId: first && others.length === 0 ? first.id : null };
}
