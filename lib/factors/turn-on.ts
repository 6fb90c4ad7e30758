import { and, isNotNull, or } from "drizzle-orm";
import { transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { requirePassword } from "@/lib/passwords/require-password";
import { endLogins } from "@/lib/sessions/end-sessions";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { codesOf, type FactorChange, isSelf, ownChange, ownFacts } from "./own-factors";
import { replaceRecoveryCodes } from "./recovery-codes";
import { factorRefusal } from "./refusals";

/**
 * From the next login on, a code is asked for. Returns the ten recovery codes, which can never be read again. Throws
 * `wrong_password`, `StepUpRequired`, `two_step_needs_factor`, and `two_step_unchanged` if it is on already.
 */
export async function turnOnTwoStep(actor: Actor, { password }: FactorChange): Promise<string[]> {
  await requirePassword(actor, password);
  return transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    await requireStepUp(tx, actor, securityTarget("two-step"));
    const [before] = await tx.select({ isOn: users.isTwoStepOn }).from(users).where(isSelf(actor));
    if (before?.isOn) throw factorRefusal("two_step_unchanged");
    const turned = await tx
      .update(users)
      .set({ isTwoStepOn: true })
      .where(and(isSelf(actor), or(isNotNull(users.mobile), isNotNull(users.authenticatorId))))
      .returning({ id: users.id });
    if (turned.length === 0) throw factorRefusal("two_step_needs_factor");
    // A login whose password was checked before this commit would get in without a code.
    await endLogins(tx, codesOf(actor));
    const codes = await replaceRecoveryCodes(tx, codesOf(actor));
    await recordAudit(tx, "two_step.on", auditOf(actor));
    await recordAudit(tx, "recovery_codes.made", auditOf(actor));
    await notify(tx, "two-step-on", ownChange(actor), ownFacts(actor));
    return codes;
  });
}
