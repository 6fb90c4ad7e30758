import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { type Client, shownAddress } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomBase62, sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Org } from "@/lib/orgs/org";
import { type Cover, coverColumns } from "./cover";
import { isLive } from "./live-session";

export interface NewSession {
  orgId: Org["id"];
  userId: string;
  merchantId: string;
  client: Client;
  /** What the code at this login proved, if a code was asked (D4). */
  cover?: Cover;
}

/**
 * Opens a session in Test Mode, ends the user's oldest sessions beyond the limit (S-9), and returns the sid for the
 * cookie.
 */
export async function createSession(
  tx: Db,
  input: NewSession,
): Promise<{ sid: string; sessionId: string }> {
  const sid = randomBase62(43);
  const sessionId = newId("ses");
  // Without the lock, parallel logins would not count each other's sessions.
  await lockUser(tx, input.orgId, input.userId);
  await tx.insert(sessions).values({
    id: sessionId,
    orgId: input.orgId,
    userId: input.userId,
    merchantId: input.merchantId,
    sidHash: sha256(sid),
    address: shownAddress(input.client),
    userAgent: input.client.userAgent.slice(0, 300),
    ...(input.cover ? coverColumns(input.cover) : {}),
  });
  const { orgId, client, merchantId, userId } = input;
  const ended = await tx.execute<{ id: string; merchant_id: string }>(sql`
    update sessions set revoked_at = now() where org_id = ${orgId} and id in (
      select s.id from sessions s where s.org_id = ${orgId} and s.user_id = ${userId} and ${isLive}
      order by s.created_at desc, s.id = ${sessionId} desc offset ${env().SESSIONS_PER_USER})
    returning id, merchant_id`);
  for (const session of ended.rows) {
    const whose = { orgId, client, merchantId: session.merchant_id, userId, sessionId: session.id };
    await recordAudit(tx, "session.ended", { ...whose, detail: { cause: "too many sessions" } });
  }
  await recordAudit(tx, "session.created", { orgId, client, merchantId, userId, sessionId });
  return { sid, sessionId };
}
