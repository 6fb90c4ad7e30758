import { type Db, transaction } from "@/db/client";
import { members, merchants } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import type { OrgId } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { ensureOwner, type OwnerInput, sendPasswordLink } from "./ensure-owner";
import { auditBy, type Operator, supportOf } from "./operator";

export interface NewMerchant {
  orgId: OrgId;
  name: string;
  owner: OwnerInput;
}

export interface CreatedMerchant {
  orgId: OrgId;
  merchantId: string;
  ownerId: string;
  /** The brand already had a user with this address. They keep their name and password. */
  isOwnerKnown: boolean;
  /** A link to set a password was sent. It works for 24 hours. */
  isLinkSent: boolean;
}

/**
 * Creates a merchant in Test Mode with its owner. An owner without a password gets a link to set one; an existing user
 * becomes an owner of this merchant too, and is told. Throws `already_so` for a disabled user.
 */
export function createMerchant(operator: Operator, input: NewMerchant): Promise<CreatedMerchant> {
  return transaction((tx) => create(tx, operator, input));
}

async function create(tx: Db, operator: Operator, input: NewMerchant): Promise<CreatedMerchant> {
  const { orgId, name } = input;
  const merchantId = newId("mer");
  await tx.insert(merchants).values({ id: merchantId, orgId, name });
  const owner = await ensureOwner(tx, orgId, input.owner);
  await tx.insert(members).values({ orgId, merchantId, userId: owner.id, role: "owner" });
  if (!owner.hasPassword) await sendPasswordLink(tx, orgId, owner);
  if (owner.isKnown) {
    const facts = {
      by: supportOf(orgId),
      who: whoIs(owner),
      merchant: name,
      role: "owner",
    } as const;
    await notify(tx, "member-joined", { orgId, merchantId, userId: owner.id }, facts);
  }
  const about = { orgId, merchantId };
  await recordAudit(tx, "merchant.created", auditBy(operator, about, { owner: owner.id }));
  const outcome = { isOwnerKnown: owner.isKnown, isLinkSent: !owner.hasPassword };
  return { orgId, merchantId, ownerId: owner.id, ...outcome };
}
