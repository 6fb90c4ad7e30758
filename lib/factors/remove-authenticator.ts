import { and, eq, isNotNull, or } from "drizzle-orm";
import { transaction } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { requirePassword } from "@/lib/passwords/require-password";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { type FactorChange, isSelf, ownChange, ownFacts } from "./own-factors";
import { factorRefusal } from "./refusals";

/**
 * Removes the authenticator app. Its codes stop working, and a session that it covered is no longer covered. Throws
 * `wrong_password`, `StepUpRequired`, `two_step_needs_factor` if it is the only factor of a user with 2-step
 * verification, and `two_step_unchanged` if there is no app.
 */
export async function removeAuthenticator(actor: Actor, { password }: FactorChange): Promise<void> {
  await requirePassword(actor, password);
  await transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    const [user] = await tx
      .select({ authenticatorId: users.authenticatorId })
      .from(users)
      .where(isSelf(actor));
    if (!user?.authenticatorId) throw factorRefusal("two_step_unchanged");
    await requireStepUp(tx, actor, securityTarget("authenticator"));
    const removed = await tx
      .update(users)
      .set({ authenticatorId: null })
      .where(and(isSelf(actor), or(eq(users.isTwoStepOn, false), isNotNull(users.mobile))))
      .returning({ id: users.id });
    if (removed.length === 0) throw factorRefusal("two_step_needs_factor");
    await tx
      .delete(authenticators)
      .where(
        and(eq(authenticators.orgId, actor.org.id), eq(authenticators.id, user.authenticatorId)),
      );
    await recordAudit(tx, "authenticator.removed", auditOf(actor));
    await notify(tx, "authenticator-removed", ownChange(actor), ownFacts(actor));
  });
}
