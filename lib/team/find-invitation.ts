import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { merchants, users } from "@/db/schema/people";
import { hashLinkToken } from "@/lib/core/link-token";
import type { Org } from "@/lib/orgs/org";
import { isAcceptable } from "./open-invitation";

/** Finds the invitation of a link; null if it cannot be accepted. Having the token proves access to that mailbox. */
export async function findInvitation(org: Org, token: string) {
  const [found] = await db()
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      merchantId: invitations.merchantId,
      merchant: merchants.name,
      invitedBy: users.name,
      /** The brand's user with this address; null: there is none yet. */
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
