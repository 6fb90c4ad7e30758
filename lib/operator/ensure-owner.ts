/** The user whom an operator makes an owner: found by e-mail, or new. */
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import type { OrgId } from "@/lib/orgs/org";
import { sendLetter } from "@/lib/outbox/enqueue";
import { operatorRefusal } from "./refusals";

export interface OwnerInput {
  email: string;
  /** Of a new user; one that the brand knows keeps their own. */
  name: string;
}

export interface Owner {
  id: string;
  email: string;
  name: string;
  isKnown: boolean;
  hasPassword: boolean;
}

/**
 * Inserts the user, or finds the existing one and locks their row. The unique index decides, also between parallel
 * calls. Throws `already_so` for a disabled user.
 */
export async function ensureOwner(tx: Db, orgId: OrgId, owner: OwnerInput): Promise<Owner> {
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
    .where(and(eq(users.orgId, orgId), eq(users.email, owner.email)))
    .for("no key update");
  if (!user || user.disabledAt)
    throw operatorRefusal("already_so", `${owner.email} is disabled in ${orgId}.`);
  const { email, name, passwordHash } = user;
  return { id: user.id, email, name, isKnown: true, hasPassword: passwordHash !== null };
}

/** Mails a link to set a password, good for 24 hours. */
export async function sendPasswordLink(tx: Db, orgId: OrgId, owner: Owner): Promise<void> {
  const resetId = newLinkId("password-reset");
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
