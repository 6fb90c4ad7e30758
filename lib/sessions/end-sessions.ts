/** What a changed password or mobile ends, in the caller's transaction, which holds the user's lock (S-8). */
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { emailChanges, passwordResets } from "@/db/schema/accounts";
import { pendingLogins, sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { randomBase62, sha256 } from "@/lib/core/crypto";
import type { OrgId } from "@/lib/orgs/org";

interface Whose {
  orgId: OrgId;
  userId: string;
}

/** Ends this person's sessions, all but one if one is named, and the logins that wait for their OTP. */
export async function endSessions(
  tx: Db,
  { orgId, userId }: Whose,
  exceptSessionId = "",
): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.orgId, orgId),
        eq(sessions.userId, userId),
        ne(sessions.id, exceptSessionId),
        isNull(sessions.revokedAt),
      ),
    );
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

/** Links that are still open: to set a new password, and to confirm a new address. */
export async function voidLinks(tx: Db, { orgId, userId }: Whose): Promise<void> {
  for (const table of [passwordResets, emailChanges]) {
    await tx
      .update(table)
      .set({ usedAt: sql`now()` })
      .where(and(eq(table.orgId, orgId), eq(table.userId, userId), isNull(table.usedAt)));
  }
}

/**
 * This session under a new sid: copies of the old cookie open nothing from the commit on (S-8). Throws `login_expired`
 * when the session was ended meanwhile, by another change of password or mobile for one.
 */
export async function renewSession(tx: Db, actor: Actor): Promise<string> {
  const sid = randomBase62(43);
  const renewed = await tx
    .update(sessions)
    .set({ sidHash: sha256(sid) })
    .where(
      and(
        eq(sessions.id, actor.session.id),
        eq(sessions.orgId, actor.org.id),
        isNull(sessions.revokedAt),
      ),
    )
    .returning({ id: sessions.id });
  if (renewed.length === 0) throw accessRefusal("login_expired");
  return sid;
}
