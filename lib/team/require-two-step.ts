import { and, eq, ne } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { merchants, users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { notify } from "@/lib/outbox/enqueue";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { lockTeamAsOwner } from "./lock-team";
import { teamRefusal } from "./refusals";

/**
 * Sets whether every member must have 2-step verification on, from their next request on (D1). Needs the step-up
 * "team-two-step". Throws `forbidden`, `own_two_step_first`, and what `requireStepUp` throws.
 */
export async function requireTwoStep(
  actor: Actor,
  { isRequired }: { isRequired: boolean },
): Promise<void> {
  requirePermission(actor, "team:manage");
  await transaction(async (tx) => {
    await lockTeamAsOwner(tx, actor);
    if (isRequired && !(await hasTwoStepOn(tx, actor))) throw teamRefusal("own_two_step_first");
    await requireStepUp(tx, actor, securityTarget("team-two-step"));
    const { org, merchant, user } = actor;
    const changed = await tx
      .update(merchants)
      .set({ isTwoStepRequired: isRequired })
      .where(
        and(
          eq(merchants.orgId, org.id),
          eq(merchants.id, merchant.id),
          ne(merchants.isTwoStepRequired, isRequired),
        ),
      )
      .returning({ id: merchants.id });
    if (changed.length === 0) return;
    const event = isRequired ? "team.two_step_required" : "team.two_step_not_required";
    await recordAudit(tx, event, auditOf(actor));
    const by = { by: user.name, byUserId: user.id, merchant: merchant.name };
    const about = { orgId: org.id, merchantId: merchant.id };
    await notify(tx, "team-two-step", about, { ...by, isRequired: isRequired ? "yes" : "no" });
  });
}

async function hasTwoStepOn(tx: Db, { org, user }: Actor): Promise<boolean> {
  const [own] = await tx
    .select({ isTwoStepOn: users.isTwoStepOn })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.id, user.id)));
  return own?.isTwoStepOn ?? false;
}
