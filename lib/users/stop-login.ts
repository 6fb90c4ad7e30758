import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { forgetDevices } from "@/lib/devices/known-devices";
import type { OrgId } from "@/lib/orgs/org";
import { endLogins, voidLinks } from "@/lib/sessions/end-sessions";

interface Whose {
  orgId: OrgId;
  userId: string;
}

/** No session lives longer than 12 hours, so older ones have already ended. */
const isYoung = gt(sessions.createdAt, sql`now() - interval '12 hours'`);

/**
 * Ends every session and pending login of this user, voids their open links, forgets their browsers and deletes the
 * password's hash: without one nobody logs in, and the way back is a link to choose a new password. The caller holds the
 * user's lock. Returns how many sessions it ended.
 */
export async function stopLogin(tx: Db, whose: Whose, client: Client): Promise<number> {
  const { orgId, userId } = whose;
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.orgId, orgId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        isYoung,
      ),
    )
    .returning({ id: sessions.id, merchantId: sessions.merchantId });
  await endLogins(tx, whose);
  await voidLinks(tx, whose);
  await forgetDevices(tx, whose);
  await tx
    .update(users)
    .set({ passwordHash: null })
    .where(and(eq(users.orgId, orgId), eq(users.id, userId)));
  for (const { id, merchantId } of ended) {
    const session = { ...whose, client, merchantId, sessionId: id };
    await recordAudit(tx, "session.ended", { ...session, detail: { cause: "not me" } });
  }
  return ended.length;
}
