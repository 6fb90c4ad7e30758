import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Role } from "@/lib/core/roles";
import { acceptInvitation } from "@/lib/team/accept-invitation";
import { latestInvitationToken } from "./links";
import { aMember, type MemberOptions, type TestMember, testClient } from "./people";

/** Makes an existing user a member of another merchant too. */
export async function alsoAt(
  member: TestMember,
  merchantId: string,
  role: Role = "owner",
): Promise<TestMember> {
  await db()
    .insert(members)
    .values({ orgId: member.org.id, merchantId, userId: member.userId, role });
  return { ...member, merchantId };
}

export function aColleague(of: TestMember, options: MemberOptions = {}): Promise<TestMember> {
  return aMember({ role: "viewer", org: of.org.id, merchantId: of.merchantId, ...options });
}

/** Locks the user's codes and password, as nine wrong codes and ten wrong passwords do. */
export async function lockOut({ org, userId }: TestMember): Promise<void> {
  await db().execute(sql`update users set wrong_codes = 9, codes_locked_until = now() + interval '30 minutes',
    failed_passwords = 10, password_retry_at = now() + interval '30 minutes'
    where org_id = ${org.id} and id = ${userId}`);
}

/** A merchant's members and open invitations, one line each. */
export async function teamLines({ org, merchantId }: Pick<TestMember, "org" | "merchantId">) {
  const result = await db().execute<{ line: string }>(sql`
    select user_id || ' ' || role as line from members where org_id = ${org.id} and merchant_id = ${merchantId}
    union all select 'invited ' || email || ' ' || role from invitations
      where org_id = ${org.id} and merchant_id = ${merchantId} and accepted_at is null and revoked_at is null
    order by line`);
  return result.rows.map(({ line }) => line);
}

export const newPassword = "a-quite-long-new-password";

/**
 * Accepts the newest invitation to this address. A new user gets this name and password; an existing one must pass
 * theirs.
 */
export async function accepts(
  org: TestMember["org"],
  email: string,
  { password = newPassword, name = "Neha Iyer" } = {},
): Promise<void> {
  const token = await latestInvitationToken(email);
  await acceptInvitation(org, { token, password, name }, testClient);
}
