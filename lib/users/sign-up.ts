/**
 * Sign-up inserts a row that waits for its link to be opened. `confirm-sign-up.ts` then creates merchant, user and
 * owner. The answer never shows whether an address has an account (L-7).
 */
import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { signups } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { spendAddress } from "@/lib/access/spend-address";
import { recordAudit } from "@/lib/audit/record-audit";
import { sha256 } from "@/lib/core/crypto";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import type { Org } from "@/lib/orgs/org";
import { sendLetter } from "@/lib/outbox/enqueue";
import { spendLetter } from "@/lib/outbox/spend-letter";
import { withHashingPlace } from "@/lib/passwords/bcrypt-pool";
import { requireNewPassword } from "@/lib/passwords/new-password";
import { hashPassword } from "@/lib/passwords/password";

const linkHours = 24;

export interface SignUp {
  businessName: string;
  name: string;
  /** Trimmed and lower-cased. */
  email: string;
  password: string;
}

/**
 * Requests a new account. If the address has one already, the same rows are written and it takes the same time, but the
 * letter says so and the new row's link is never sent. `browser` is a random text that only this browser keeps. Throws
 * `rate_limited`, `password_refused`, `busy`.
 */
export async function signUp(
  org: Org,
  input: SignUp,
  browser: string,
  client: Client,
): Promise<void> {
  await spendAddress(org, client, "signup");
  const { businessName, name, email, password } = input;
  await requireNewPassword(org, password, [businessName, name, email]);
  const passwordHash = await withHashingPlace({ network: client.address }, () =>
    hashPassword(password),
  );
  await transaction(async (tx) => {
    const mayWrite = await spendLetter(tx, org.id, email, "letters");
    const owner = await findOwner(tx, org, email);
    if (mayWrite) {
      const signupId = await insertSignUp(tx, org, input, { passwordHash, browser });
      const to = { orgId: org.id, to: email };
      if (owner)
        await sendLetter(tx, "signup-exists", { ...to, userId: owner.id }, { name: owner.name });
      else await sendLetter(tx, "signup-confirm", to, { signupId, name });
    }
    // Last, so that the audit trail's lock is held as briefly as possible.
    await recordAudit(tx, "signup.requested", { orgId: org.id, client, userId: owner?.id });
  });
}

async function insertSignUp(
  tx: Db,
  org: Org,
  { businessName, name, email }: SignUp,
  { passwordHash, browser }: { passwordHash: string; browser: string },
): Promise<string> {
  const id = newLinkId("signup");
  await tx.insert(signups).values({
    id,
    orgId: org.id,
    email,
    name,
    businessName,
    passwordHash,
    tokenHash: hashLinkToken(linkToken("signup", id)),
    browserHash: sha256(browser),
    expiresAt: sql`now() + make_interval(hours => ${linkHours})`,
  });
  return id;
}

async function findOwner(tx: Db, org: Org, email: string) {
  const [owner] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.email, email)));
  return owner ?? null;
}
