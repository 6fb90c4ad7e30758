/** Writes one row per security event, in the transaction of the change itself (G-1, G-2, G-6). */

import type { Db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import type { Client } from "@/lib/access/actor";
import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";

export type AuditEvent =
  | "login.succeeded"
  | "login.failed"
  | "password.locked"
  | "session.created"
  | "session.ended"
  | "otp.sent"
  | "otp.unsent"
  | "otp.confirmed"
  | "otp.failed"
  | "otp.locked"
  | "mobile.verified"
  | "key.generated"
  | "key.regenerated"
  | "key.deactivated"
  | "key.extended"
  | "key.life_changed"
  | "key.frozen"
  | "key.unfrozen"
  | "key.marked_leaked"
  | "signup.requested"
  | "signup.confirmed"
  | "password.reset_requested"
  | "password.reset"
  | "password.changed"
  | "email.change_requested"
  | "email.changed"
  | "email.restored"
  | "mobile.changed"
  | "name.changed"
  | "merchant.created"
  | "merchant.frozen"
  | "merchant.unfrozen"
  | "merchant.switched"
  | "website.submitted"
  | "website.approved"
  | "website.refused"
  | "member.invited"
  | "member.invitation_revoked"
  | "member.joined"
  | "member.role_changed"
  | "member.removed"
  | "member.unlocked"
  | "member.disabled"
  | "member.enabled"
  | "member.owner_added"
  | "team.two_step_required"
  | "team.two_step_not_required"
  | "two_step.on"
  | "two_step.off"
  | "two_step.reset"
  | "authenticator.added"
  | "authenticator.removed"
  | "recovery_codes.made"
  | "recovery_code.used"
  | "not_me.confirmed"
  | "audit.exported"
  | "access.denied";

export interface AuditEntry {
  orgId: OrgId;
  client: Client;
  merchantId?: string | undefined;
  userId?: string | undefined;
  sessionId?: string | undefined;
  outcome?: "ok" | "refused";
  mode?: Mode;
  keyId?: string;
  /** Facts, never secrets, codes or whole phone numbers (G-3, G-11). */
  detail?: Record<string, string>;
}

const maxHeaderLength = 300;

/**
 * Appends an event to the merchant's hash chain, else to the user's, else to the brand's. The database sets its time,
 * position and hash. Of what anybody can cause without logging in, and names no merchant, it counts each and writes
 * some (D31).
 */
export async function recordAudit(tx: Db, event: AuditEvent, entry: AuditEntry): Promise<void> {
  await tx.insert(auditEvents).values({
    event,
    orgId: entry.orgId,
    merchantId: entry.merchantId ?? null,
    userId: entry.userId ?? null,
    sessionId: entry.sessionId ?? null,
    outcome: entry.outcome ?? "ok",
    mode: entry.mode ?? null,
    keyId: entry.keyId ?? null,
    address: entry.client.address,
    userAgent: entry.client.userAgent.slice(0, maxHeaderLength),
    host: entry.client.host.slice(0, maxHeaderLength),
    requestId: entry.client.requestId,
    detail: entry.detail ?? {},
  });
}
