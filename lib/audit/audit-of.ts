import type { Actor } from "@/lib/access/actor";
import type { AuditEntry } from "./record-audit";

/** The who and where of an entry, for everything a logged-in member does. */
export function auditOf(actor: Actor): AuditEntry {
  return {
    orgId: actor.org.id,
    client: actor.client,
    merchantId: actor.merchant.id,
    userId: actor.user.id,
    sessionId: actor.session.id,
  };
}
