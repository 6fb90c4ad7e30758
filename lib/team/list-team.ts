import { and, asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { members, merchants, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { roles } from "@/lib/core/roles";
import { isOpen, isOurs } from "./open-invitation";
import { isLocked } from "./teammate";

/** Lists the members, owners first, and the open invitations, newest first, in two round trips. Throws `forbidden`. */
export async function listTeam(actor: Actor) {
  requirePermission(actor, "team:view");
  const [rows, invited] = await Promise.all([listMembers(actor), listInvitations(actor)]);
  const people = rows.map(({ isTwoStepRequired, ...member }) => member);
  return {
    isTwoStepRequired: rows[0]?.isTwoStepRequired ?? false,
    members: people.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role)),
    invitations: invited,
  };
}

function listMembers(actor: Actor) {
  return db()
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      isTwoStepOn: users.isTwoStepOn,
      isLocked,
      isDisabled: sql<boolean>`${users.disabledAt} is not null`,
      lastLoginAt: sql<Date | null>`(select max(s.created_at) from sessions s
        where s.org_id = ${users.orgId} and s.user_id = ${users.id})`.mapWith(users.createdAt),
      isTwoStepRequired: merchants.isTwoStepRequired,
    })
    .from(members)
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, members.orgId), eq(merchants.id, members.merchantId)),
    )
    .where(and(eq(members.orgId, actor.org.id), eq(members.merchantId, actor.merchant.id)))
    .orderBy(asc(users.name), asc(users.email));
}

function listInvitations(actor: Actor) {
  return db()
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      invitedBy: users.name,
      expiresAt: invitations.expiresAt,
      isExpired: sql<boolean>`${invitations.expiresAt} <= now()`,
    })
    .from(invitations)
    .innerJoin(users, and(eq(users.orgId, invitations.orgId), eq(users.id, invitations.invitedBy)))
    .where(and(isOurs(actor), isOpen))
    .orderBy(sql`${invitations.createdAt} desc`, asc(invitations.id));
}
