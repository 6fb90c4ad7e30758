import { db, transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { clearTwoStep } from "@/lib/factors/clear-two-step";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { auditChainOf, type FoundUser, getUser } from "./get-user";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";

/**
 * For an owner who lost their phone: turns 2-step verification off, removes mobile, app and recovery codes, and ends
 * every session (`clearTwoStep`). Tells the user and the owners. Throws `unknown`, `ambiguous`.
 */
export async function resetTwoStep(
  operator: Operator,
  email: string,
  orgId?: OrgId,
): Promise<FoundUser> {
  const user = await getUser(db(), email, orgId);
  await transaction(async (tx) => {
    const entry = auditBy(operator, auditChainOf(user), { user: user.id });
    if (!(await clearTwoStep(tx, { orgId: user.orgId, userId: user.id }, entry)))
      throw operatorRefusal("unknown", `Nobody has the e-mail ${email} any more.`);
    const about = { orgId: user.orgId, userId: user.id };
    await notify(tx, "two-step-reset", about, { by: supportOf(user.orgId), who: whoIs(user) });
    await recordAudit(tx, "two_step.reset", entry);
  });
  return getUser(db(), email, user.orgId);
}
