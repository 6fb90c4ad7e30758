import { and, eq, sql } from "drizzle-orm";
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
import { voidRecoveryCodes } from "./recovery-codes";
import { factorRefusal } from "./refusals";

/** A condition on a row of `users`: one of the user's merchants requires 2-step verification of every member (D1). */
export const isEnforced = sql<boolean>`exists (select from members m
  join merchants wanting on wanting.org_id = m.org_id and wanting.id = m.merchant_id
  where m.org_id = users.org_id and m.user_id = users.id and wanting.is_two_step_required)`;

/**
 * From now on the password alone logs the user in. Voids the recovery codes; the factors stay, for step-up. Throws
 * `wrong_password`, `StepUpRequired`, `two_step_enforced`, and `two_step_unchanged` if it is off already.
 */
export async function turnOffTwoStep(actor: Actor, { password }: FactorChange): Promise<void> {
  await requirePassword(actor, password);
  await transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    await requireStepUp(tx, actor, securityTarget("two-step"));
    const turned = await tx
      .update(users)
      .set({ isTwoStepOn: false })
      .where(and(isSelf(actor), eq(users.isTwoStepOn, true), sql`not ${isEnforced}`))
      .returning({ id: users.id });
    if (turned.length === 0) {
      const [user] = await tx.select({ isOn: users.isTwoStepOn }).from(users).where(isSelf(actor));
      throw factorRefusal(user?.isOn ? "two_step_enforced" : "two_step_unchanged");
    }
    await voidRecoveryCodes(tx, codesOf(actor));
    await recordAudit(tx, "two_step.off", auditOf(actor));
    await notify(tx, "two-step-off", ownChange(actor), ownFacts(actor));
  });
}
