import { transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { requirePassword } from "@/lib/passwords/require-password";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { codesOf, type FactorChange, isSelf, ownChange, ownFacts } from "./own-factors";
import { replaceRecoveryCodes } from "./recovery-codes";
import { factorRefusal } from "./refusals";

/**
 * Makes ten new codes and voids the old ones. Throws `wrong_password`, `StepUpRequired`, and `two_step_is_off`, because
 * without 2-step verification no login asks for a recovery code.
 */
export async function remakeRecoveryCodes(
  actor: Actor,
  { password }: FactorChange,
): Promise<string[]> {
  await requirePassword(actor, password);
  return transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    await requireStepUp(tx, actor, securityTarget("recovery-codes"));
    const [user] = await tx.select({ isOn: users.isTwoStepOn }).from(users).where(isSelf(actor));
    if (!user?.isOn) throw factorRefusal("two_step_is_off");
    const codes = await replaceRecoveryCodes(tx, codesOf(actor));
    await recordAudit(tx, "recovery_codes.made", auditOf(actor));
    await notify(tx, "recovery-codes-made", ownChange(actor), ownFacts(actor));
    return codes;
  });
}
