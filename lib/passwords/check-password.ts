import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { members, users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { log } from "@/lib/core/log";
import type { OrgId } from "@/lib/orgs/org";
import { withHashingPlace } from "./bcrypt-pool";
import { hashPassword, isOutdated, verifyPassword } from "./password";

const slowFrom = 5;
const lockFrom = 10;
const lockSeconds = 30 * 60;

export interface CheckedUser {
  id: string;
  name: string;
  email: string;
  mobile: string | null;
  authenticatorId: string | null;
  isTwoStepOn: boolean;
  /** As they were when the password was found right: what is done with the answer must still find them so. */
  passwordHash: string | null;
  loginEpoch: number;
}

export type PasswordCheck =
  | { isRight: true; user: CheckedUser }
  /** `userId` is for the audit trail only. The answer must not show whether the user exists. */
  | { isRight: false; userId: string | undefined };

/**
 * Checks a user's password. Unknown, disabled, locked and wrong all give the same result and take one bcrypt comparison
 * (L-7, L-8). The try is counted before the comparison. After the fifth wrong one in a row the next must wait 1 s, then
 * 2, 4 …; after the tenth, 30 minutes (L-9). A right password resets the count. Confirming a password while logged in
 * uses the same counter (O-21). Open sessions are not affected. Throws `busy`, without counting the try.
 */
export async function checkPassword(
  orgId: OrgId,
  who: { email: string } | { userId: string },
  password: string,
  client: Client,
): Promise<PasswordCheck> {
  const asker = "userId" in who ? { knownUser: who.userId } : { network: client.address };
  return withHashingPlace(asker, () => check(orgId, who, password, client));
}

async function check(
  orgId: OrgId,
  who: { email: string } | { userId: string },
  password: string,
  client: Client,
): Promise<PasswordCheck> {
  const user = await countTry(orgId, who);
  const isRight = await verifyPassword(password, user?.passwordHash ?? null);
  if (!user || !isRight) {
    if (user && user.failedPasswords >= lockFrom) await reportLock(orgId, user.id, client);
    return { isRight: false, userId: user?.id };
  }
  await db()
    .update(users)
    .set({ failedPasswords: 0, passwordRetryAt: null })
    .where(and(eq(users.id, user.id), eq(users.orgId, orgId)));
  const passwordHash = isOutdated(user.passwordHash ?? "")
    ? await renewHash(orgId, user, password)
    : user.passwordHash;
  const { id, name, email, mobile, authenticatorId, isTwoStepOn, loginEpoch } = user;
  const known = { id, name, email, mobile, authenticatorId, isTwoStepOn, loginEpoch };
  return { isRight: true, user: { ...known, passwordHash } };
}

/**
 * One conditional UPDATE, so parallel guesses wait for the row and only the allowed number are checked. Null: unknown,
 * disabled or not allowed yet.
 */
async function countTry(orgId: OrgId, who: { email: string } | { userId: string }) {
  const tries = sql`${users.failedPasswords} + 1`;
  const waitSeconds = sql`case when ${tries} >= ${lockFrom} then ${lockSeconds}
    else power(2, ${tries} - ${slowFrom}) end`;
  const [user] = await db()
    .update(users)
    .set({
      failedPasswords: tries,
      passwordRetryAt: sql`case when ${tries} < ${slowFrom} then null
        else now() + make_interval(secs => ${waitSeconds}) end`,
    })
    .where(
      and(
        eq(users.orgId, orgId),
        "email" in who ? eq(users.email, who.email.trim().toLowerCase()) : eq(users.id, who.userId),
        isNull(users.disabledAt),
        sql`(${users.passwordRetryAt} is null or ${users.passwordRetryAt} <= now())`,
      ),
    )
    .returning();
  return user ?? null;
}

/** Best effort, and never over a password that was changed meanwhile (L-5). Returns the hash that is stored now. */
async function renewHash(
  orgId: OrgId,
  user: { id: string; passwordHash: string | null },
  password: string,
): Promise<string | null> {
  try {
    const passwordHash = await hashPassword(password);
    const renewed = await db()
      .update(users)
      .set({ passwordHash })
      .where(
        and(
          eq(users.id, user.id),
          eq(users.orgId, orgId),
          eq(users.passwordHash, user.passwordHash ?? ""),
        ),
      )
      .returning({ id: users.id });
    return renewed.length === 1 ? passwordHash : user.passwordHash;
  } catch (error) {
    log().warn({ err: error }, "an old password hash was not renewed");
    return user.passwordHash;
  }
}

/** On record with the merchant that the user joined first, so that it can be read there. */
function reportLock(orgId: OrgId, userId: string, client: Client): Promise<void> {
  return transaction(async (tx) => {
    const [member] = await tx
      .select({ merchantId: members.merchantId })
      .from(members)
      .where(and(eq(members.orgId, orgId), eq(members.userId, userId)))
      .orderBy(members.createdAt, members.merchantId)
      .limit(1);
    const whose = { orgId, merchantId: member?.merchantId, userId };
    await recordAudit(tx, "password.locked", { ...whose, client, outcome: "refused" });
  });
}
