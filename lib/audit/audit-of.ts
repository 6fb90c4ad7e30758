import type { Actor } from "@/lib/access/actor";
import type { AuditEntry } from "./record-audit";

/** The fields of an audit entry that say who acted and from where, for any action of a logged-in member. */
export function auditOf(actor: Actor): AuditEntry {
  return {
    orgId: actor.org.id,
    client: actor.client,
    merchantId: actor.merchant.id,
    userId: actor.user.id,
    sessionId: actor.session.id,
  };
}
