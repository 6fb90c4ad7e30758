import type { Db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { mayUseKeys } from "@/lib/access/permissions";
import type { Role } from "@/lib/core/roles";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { type StepUpTarget, securityTarget } from "@/lib/step-up/target";

export interface RoleChange {
  /** Whom it is about: a user id, or the address of somebody who is invited. */
  subject: string;
  /** Null: no member yet. */
  from: Role | null;
  /** Null: no member any more. */
  to: Role | null;
}

/**
 * Asks for the proof that a change of who may do what needs (D25): for one's own role, for making an owner, for giving
 * any other role that may use API keys, and for taking an owner's role away. Without these codes a stolen session of an
 * owner could remove the other owners and let an accomplice in. Other changes ask for none. Throws what `requireStepUp`
 * throws.
 */
export async function requireRoleStepUp(tx: Db, actor: Actor, change: RoleChange): Promise<void> {
  const target = targetOf(actor, change);
  if (target) await requireStepUp(tx, actor, target);
}

function targetOf(actor: Actor, { subject, from, to }: RoleChange): StepUpTarget | null {
  if (subject === actor.user.id) return securityTarget("own-role");
  if (from === "owner" && to !== "owner") return securityTarget("demote-owner", subject);
  if (to === "owner") return securityTarget("grant-owner", subject);
  const gainsKeys = to !== null && mayUseKeys(to) && !(from !== null && mayUseKeys(from));
  return gainsKeys ? securityTarget("grant-key-access", subject) : null;
}
