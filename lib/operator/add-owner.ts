import { and, eq } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { lockTeam } from "@/lib/team/lock-team";
import { ensureOwner, type Owner, type OwnerInput, sendPasswordLink } from "./ensure-owner";
import { type FoundMerchant, getMerchant } from "./get-merchant";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";

export interface AddedOwner {
  orgId: OrgId;
  merchantId: string;
  ownerId: string;
  /** A link to set a password was sent. It works for 24 hours. */
  isLinkSent: boolean;
}

/**
 * For a merchant whose owners are gone: makes this user an owner, whether new, of the brand or already a member. Tells
 * the user and all owners. Throws `unknown`, `ambiguous`, and `already_so` for an owner and for a disabled user.
 */
export async function addOwner(
  operator: Operator,
  named: string,
  owner: OwnerInput,
  orgId?: OrgId,
): Promise<AddedOwner> {
  const merchant = await getMerchant(db(), named, orgId);
  return transaction(async (tx) => {
    await lockTeam(tx, merchant.orgId, merchant.id);
    const user = await ensureOwner(tx, merchant.orgId, owner);
    const before = await makeOwner(tx, merchant, user);
    const about = { orgId: merchant.orgId, merchantId: merchant.id };
    await tell(tx, { merchant, user, before });
    const entry = auditBy(operator, about, { owner: user.id, before: before ?? "no member" });
    await recordAudit(tx, "member.owner_added", entry);
    if (!user.hasPassword) await sendPasswordLink(tx, merchant.orgId, user);
    return { ...about, ownerId: user.id, isLinkSent: !user.hasPassword };
  });
}

/** Returns the role that the user had before; null: they were no member. The team is locked. */
async function makeOwner(tx: Db, { orgId, id }: FoundMerchant, user: Owner): Promise<Role | null> {
  const isMember = and(
    eq(members.orgId, orgId),
    eq(members.merchantId, id),
    eq(members.userId, user.id),
  );
  const [member] = await tx.select({ role: members.role }).from(members).where(isMember);
  if (member?.role === "owner")
    throw operatorRefusal("already_so", `${user.email} is an owner of ${id} already.`);
  if (member) await tx.update(members).set({ role: "owner" }).where(isMember);
  else await tx.insert(members).values({ orgId, merchantId: id, userId: user.id, role: "owner" });
  return member?.role ?? null;
}

interface Change {
  merchant: FoundMerchant;
  user: Owner;
  before: Role | null;
}

function tell(tx: Db, { merchant, user, before }: Change): Promise<void> {
  const about = { orgId: merchant.orgId, merchantId: merchant.id, userId: user.id };
  const facts = { by: supportOf(merchant.orgId), who: whoIs(user), merchant: merchant.name };
  return before
    ? notify(tx, "role-changed", about, { ...facts, from: before, to: "owner" })
    : notify(tx, "member-joined", about, { ...facts, role: "owner" });
}
