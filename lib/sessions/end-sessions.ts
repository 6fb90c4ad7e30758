/**
 * What ends when a password or mobile is changed (S-8). Runs in the caller's transaction, which holds the user's lock.
 */
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { emailChanges, passwordResets } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import { pendingLogins, sessions } from "@/db/schema/sessions";
import { type AuditEntry, recordAudit } from "@/lib/audit/record-audit";
import type { OrgId } from "@/lib/orgs/org";
import { isLive } from "./live-session";

interface Whose {
  orgId: OrgId;
  userId: string;
}

/**
 * Ends this person's sessions, all but one if one is named, and every login under way. Each session that was live leaves
 * an entry like the change's own, with `cause` (G-1).
 */
export async function endSessions(
  tx: Db,
  { orgId, userId }: Whose,
  { entry, cause, except = "" }: { entry: AuditEntry; cause: string; except?: string },
): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select s.id from sessions s where s.org_id = ${orgId} and s.user_id = ${userId} and s.id <> ${except} and ${isLive}`);
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.orgId, orgId),
        eq(sessions.userId, userId),
        ne(sessions.id, except),
        isNull(sessions.revokedAt),
      ),
    );
  for (const { id } of rows) {
    const detail = { ...entry.detail, cause, ended: id };
    await recordAudit(tx, "session.ended", { ...entry, detail });
  }
  await endLogins(tx, { orgId, userId });
}

/** Ends the logins that wait for their OTP, and those whose password is being checked at this moment. */
export async function endLogins(tx: Db, { orgId, userId }: Whose): Promise<void> {
  await tx
    .update(users)
    .set({ loginEpoch: sql`${users.loginEpoch} + 1` })
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)));
  await tx
    .update(pendingLogins)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(pendingLogins.orgId, orgId),
        eq(pendingLogins.userId, userId),
        isNull(pendingLogins.usedAt),
      ),
    );
}

/** Voids the user's open links for a new password or a new email address. */
export async function voidLinks(tx: Db, { orgId, userId }: Whose): Promise<void> {
  for (const table of [passwordResets, emailChanges]) {
    await tx
      .update(table)
      .set({ usedAt: sql`now()` })
      .where(and(eq(table.orgId, orgId), eq(table.userId, userId), isNull(table.usedAt)));
  }
}
