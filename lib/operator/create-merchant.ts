import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { members, merchants, users } from "@/db/schema/people";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { hashLinkToken, linkToken } from "@/lib/core/link-token";
import type { OrgId } from "@/lib/orgs/org";
import { notify, sendLetter } from "@/lib/outbox/enqueue";
import { whoIs } from "@/lib/outbox/name-people";
import { auditBy, type Operator, supportOf } from "./operator";
import { operatorRefusal } from "./refusals";

export interface NewMerchant {
  orgId: OrgId;
  name: string;
  owner: { email: string; name: string };
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
  const owner = await ensureUser(tx, input);
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

interface Owner {
  id: string;
  email: string;
  name: string;
  isKnown: boolean;
  hasPassword: boolean;
}

/** Inserts the user, or finds the existing one. The unique index decides, also between parallel calls. */
async function ensureUser(tx: Db, { orgId, owner }: NewMerchant): Promise<Owner> {
  const id = newId("usr");
  const made = await tx
    .insert(users)
    .values({ id, orgId, ...owner })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made.length > 0) return { id, ...owner, isKnown: false, hasPassword: false };
  const [user] = await tx
    .select()
    .from(users)
    .where(and(eq(users.orgId, orgId), eq(users.email, owner.email)));
  if (!user || user.disabledAt)
    throw operatorRefusal("already_so", `${owner.email} is disabled in ${orgId}.`);
  const { email, name, passwordHash } = user;
  return { id: user.id, email, name, isKnown: true, hasPassword: passwordHash !== null };
}

async function sendPasswordLink(tx: Db, orgId: OrgId, owner: Owner): Promise<void> {
  const resetId = newId("rst");
  await tx.insert(passwordResets).values({
    id: resetId,
    orgId,
    userId: owner.id,
    tokenHash: hashLinkToken(linkToken("password-reset", resetId)),
    expiresAt: sql`now() + interval '24 hours'`,
  });
  const recipient = { orgId, userId: owner.id, to: owner.email };
  await sendLetter(tx, "password-reset", recipient, { resetId, name: owner.name });
}
