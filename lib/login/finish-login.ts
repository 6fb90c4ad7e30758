import type { Db } from "@/db/client";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Org } from "@/lib/orgs/org";
import type { Cover } from "@/lib/sessions/cover";
import { createSession } from "@/lib/sessions/open-session";
import { notifyOfNewDevice } from "./notify-of-new-device";

/** The last step of every login: opens the session and records the login in the audit trail. */
export async function finishLogin(
  tx: Db,
  org: Org,
  who: { userId: string; merchantId: string; client: Client; cover?: Cover },
): Promise<{ sid: string; sessionId: string }> {
  const { userId, merchantId, client } = who;
  await notifyOfNewDevice(tx, org, userId, client);
  const session = await createSession(tx, { orgId: org.id, ...who });
  await recordAudit(tx, "login.succeeded", {
    orgId: org.id,
    client,
    merchantId,
    userId,
    sessionId: session.sessionId,
    detail: { method: methodOf(who.cover) },
  });
  return session;
}

function methodOf(cover: Cover | undefined): string {
  if (!cover) return "password";
  if ("mobile" in cover) return "password and otp";
  return "authenticatorId" in cover ? "password and app" : "password and recovery code";
}
