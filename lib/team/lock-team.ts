import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import type { OrgId } from "@/lib/orgs/org";

/**
 * Makes all changes of one team run one after another, until the end of the transaction. Taken before any row lock. It
 * is not a lock on the merchant's row, because key commands lock that row last.
 */
export async function lockTeam(tx: Db, orgId: OrgId, merchantId: string): Promise<void> {
  const key = `team ${orgId} ${merchantId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/**
 * Locks the team for a change by an owner. Throws `forbidden` if the actor has stopped being an owner meanwhile (S-5).
 */
export async function lockTeamAsOwner(tx: Db, actor: Actor): Promise<void> {
  await lockTeam(tx, actor.org.id, actor.merchant.id);
  const [member] = await tx
    .select({ role: members.role })
    .from(members)
    .where(
      and(
        eq(members.orgId, actor.org.id),
        eq(members.merchantId, actor.merchant.id),
        eq(members.userId, actor.user.id),
      ),
    );
  if (member?.role !== "owner") throw accessRefusal("forbidden");
}
