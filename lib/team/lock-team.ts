import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import type { OrgId } from "@/lib/orgs/org";

/**
 * Puts all changes of one team in a row, until the end of the transaction. Taken first, before any row: not the
 * merchant's row, which a member's own key commands lock last.
 */
export async function lockTeam(tx: Db, orgId: OrgId, merchantId: string): Promise<void> {
  const key = `team ${orgId} ${merchantId}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/** The same for an owner's change. Throws `forbidden` if somebody was quicker and took the ownership away (S-5). */
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
