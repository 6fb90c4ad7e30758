import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { merchants, users } from "@/db/schema/people";
import { hashLinkToken } from "@/lib/core/link-token";
import type { Org } from "@/lib/orgs/org";
import { isAcceptable } from "./open-invitation";

/** What the link of an invitation opens. Whoever has it reads the mail of that address. */
export async function findInvitation(org: Org, token: string) {
  const [found] = await db()
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      merchantId: invitations.merchantId,
      merchant: merchants.name,
      invitedBy: users.name,
      /** The user with this address in this brand; null: somebody new. */
      userId: sql<string | null>`(select known.id from users known
        where known.org_id = ${invitations.orgId} and known.email = ${invitations.email})`,
    })
    .from(invitations)
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, invitations.orgId), eq(merchants.id, invitations.merchantId)),
    )
    .innerJoin(users, and(eq(users.orgId, invitations.orgId), eq(users.id, invitations.invitedBy)))
    .where(
      and(
        eq(invitations.tokenHash, hashLinkToken(token)),
        eq(invitations.orgId, org.id),
        isAcceptable,
      ),
    );
  return found ?? null;
}

export type FoundInvitation = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;
