import type { Db } from "@/db/client";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { rememberDevice } from "@/lib/devices/known-devices";
import type { Org } from "@/lib/orgs/org";
import type { Cover } from "@/lib/sessions/cover";
import { createSession } from "@/lib/sessions/open-session";
import { notifyOfNewDevice } from "./notify-of-new-device";

export interface LoggedIn {
  sid: string;
  sessionId: string;
  /** The new value of the cookie by which the user's browser is known (lib/devices). */
  deviceCookie: string;
}

/**
 * The last step of every login: opens the session, makes the browser a known one and records the login in the audit
 * trail.
 */
export async function finishLogin(
  tx: Db,
  org: Org,
  who: { userId: string; merchantId: string; client: Client; cover?: Cover },
): Promise<LoggedIn> {
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
  const deviceCookie = await rememberDevice(tx, { orgId: org.id, userId }, client);
  return { ...session, deviceCookie };
}

function methodOf(cover: Cover | undefined): string {
  if (!cover) return "password";
  if ("mobile" in cover) return "password and otp";
  return "authenticatorId" in cover ? "password and app" : "password and recovery code";
}
