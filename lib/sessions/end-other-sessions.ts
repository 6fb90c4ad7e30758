import { type SQL, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { endLogins } from "./end-sessions";
import { isLive } from "./live-session";
import { sessionRefusal } from "./refusals";

/** From the commit on, every other session and every login under way opens nothing (S-8). Returns how many sessions. */
export function endOtherSessions(actor: Actor): Promise<number> {
  return transaction(async (tx) => {
    const ended = await endWhere(tx, actor, sql`true`);
    await endLogins(tx, { orgId: actor.org.id, userId: actor.user.id });
    return ended;
  });
}

/** Ends one other session. Throws `session_ended` if it has already ended, is the current one, or is another user's. */
export async function endSessionOf(actor: Actor, sessionId: string): Promise<void> {
  const ended = await transaction((tx) => endWhere(tx, actor, sql`s.id = ${sessionId}`));
  if (ended === 0) throw sessionRefusal("session_ended");
}

async function endWhere(tx: Db, actor: Actor, which: SQL): Promise<number> {
  await lockUser(tx, actor.org.id, actor.user.id);
  const { rows } = await tx.execute<{ id: string }>(sql`
    update sessions s set revoked_at = now()
    where s.org_id = ${actor.org.id} and s.user_id = ${actor.user.id} and s.id <> ${actor.session.id}
      and ${isLive} and ${which}
    returning s.id`);
  for (const { id } of rows) {
    const detail = { cause: "from another session", ended: id };
    await recordAudit(tx, "session.ended", { ...auditOf(actor), detail });
  }
  return rows.length;
}
