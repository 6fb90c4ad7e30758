import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/is-unique-violation";
import { signups } from "@/db/schema/accounts";
import { members, merchants, users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { spendAddress } from "@/lib/access/spend-address";
import { spendRate } from "@/lib/access/spend-rate";
import { recordAudit } from "@/lib/audit/record-audit";
import { isSameDigest, sha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import { hashLinkToken } from "@/lib/core/link-token";
import { linkRefusal } from "@/lib/core/refusals";
import type { Org } from "@/lib/orgs/org";
import { withHashingPlace } from "@/lib/passwords/bcrypt-pool";
import { verifyPassword } from "@/lib/passwords/password";
import { passwordRefusal } from "@/lib/passwords/refusals";

/** How many tries of the password one link allows, over all browsers. */
const passwordTries = 10;
const linkSeconds = 24 * 60 * 60;

const isOpen = and(isNull(signups.usedAt), gt(signups.expiresAt, sql`now()`));

interface Link {
  token: string;
  /** The random text that the browser which signed up has kept; "" in any other browser. */
  browser: string;
}

/** What the link's page may show; null if the link is used up or too old. Changes nothing. */
export async function findSignUp(
  org: Org,
  { token, browser }: Link,
): Promise<{ isSameBrowser: boolean } | null> {
  const row = await findOpen(org, token);
  return row && { isSameBrowser: isSameBrowser(row, browser) };
}

async function findOpen(org: Org, token: string) {
  const [row] = await db()
    .select()
    .from(signups)
    .where(and(eq(signups.tokenHash, hashLinkToken(token)), eq(signups.orgId, org.id), isOpen));
  return row ?? null;
}

function isSameBrowser({ browserHash }: { browserHash: Buffer }, browser: string): boolean {
  return isSameDigest(sha256(browser), browserHash);
}

/**
 * Completes a sign-up, once: creates merchant, user and owner together, in Test Mode and without keys. In a browser
 * other than the one that signed up, the password is needed too. Otherwise somebody could sign up with a stranger's
 * address and a password of their own, and the stranger would confirm it. Returns the address in the browser that signed
 * up, where it was typed, and null elsewhere. Throws `link_expired`, `wrong_password`, `rate_limited`, `busy`.
 */
export async function confirmSignUp(
  org: Org,
  input: Link & { password?: string | undefined },
  client: Client,
): Promise<string | null> {
  await spendAddress(org, client, "signup-confirm");
  const row = await findOpen(org, input.token);
  if (!row) throw linkRefusal("link_expired");
  const isSame = isSameBrowser(row, input.browser);
  if (!isSame) await requirePassword(row, input.password ?? "", client);
  try {
    await transaction((tx) => createMerchant(tx, org, row.id, client));
  } catch (error) {
    if (!isUniqueViolation(error, "users_org_id_email")) throw error;
    throw linkRefusal(
      "link_expired",
      "This email has an account already. Log in; if you forgot the password, reset it.",
    );
  }
  return isSame ? row.email : null;
}

/** The try is counted before the password is compared (L-10). */
async function requirePassword(
  row: { id: string; passwordHash: string },
  password: string,
  client: Client,
) {
  await withHashingPlace({ network: client.address }, async () => {
    if (!(await spendRate(db(), `signup-password ${row.id}`, passwordTries, linkSeconds)))
      throw linkRefusal("link_expired");
    if (!(await verifyPassword(password, row.passwordHash)))
      throw passwordRefusal("wrong_password");
  });
}

async function createMerchant(tx: Db, org: Org, signupId: string, client: Client): Promise<void> {
  const [signup] = await tx
    .update(signups)
    .set({ usedAt: sql`now()` })
    .where(and(eq(signups.id, signupId), eq(signups.orgId, org.id), isOpen))
    .returning();
  if (!signup) throw linkRefusal("link_expired");
  const { email, name, businessName, passwordHash } = signup;
  const orgId = org.id;
  const merchantId = newId("mer");
  const userId = newId("usr");
  await tx.insert(merchants).values({ id: merchantId, orgId, name: businessName });
  await tx.insert(users).values({ id: userId, orgId, email, name, passwordHash });
  await tx.insert(members).values({ orgId, merchantId, userId, role: "owner" });
  const entry = { orgId, client, merchantId, userId };
  await recordAudit(tx, "signup.confirmed", entry);
  await recordAudit(tx, "merchant.created", entry);
}
