import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
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
}

export type PasswordCheck =
  | { isRight: true; user: CheckedUser }
  /** `userId` is for the audit trail only: nothing may answer differently for a known and an unknown user. */
  | { isRight: false; userId: string | undefined };

/**
 * Whether this password is this user's. Every kind of no is one answer: unknown, disabled, locked, wrong. Each
 * takes one bcrypt compare (L-7, L-8). The try is counted before the compare; from the fifth in a row the next
 * one must wait 1, 2, 4 … s, from the tenth 30 minutes (L-9). A right password starts the count again. Step-up
 * shares the counter (O-21). Sessions already open are never touched by it. Throws `busy` with nothing counted.
 */
export async function checkPassword(
  orgId: OrgId,
  who: { email: string } | { userId: string },
  password: string,
  client: Client,
): Promise<PasswordCheck> {
  return withHashingPlace(() => check(orgId, who, password, client));
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
  if (isOutdated(user.passwordHash ?? "")) await renewHash(orgId, user, password);
  const { id, name, email, mobile, authenticatorId, isTwoStepOn } = user;
  return { isRight: true, user: { id, name, email, mobile, authenticatorId, isTwoStepOn } };
}

/** One conditional UPDATE: parallel guesses queue on the row, and all but the allowed ones find it shut. */
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

/** Best effort, and never over a password that was changed meanwhile (L-5). */
async function renewHash(
  orgId: OrgId,
  user: { id: string; passwordHash: string | null },
  password: string,
) {
  try {
    await db()
      .update(users)
      .set({ passwordHash: await hashPassword(password) })
      .where(
        and(
          eq(users.id, user.id),
          eq(users.orgId, orgId),
          eq(users.passwordHash, user.passwordHash ?? ""),
        ),
      );
  } catch (error) {
    log().warn({ err: error }, "an old password hash was not renewed");
  }
}

function reportLock(orgId: OrgId, userId: string, client: Client): Promise<void> {
  return transaction((tx) =>
    recordAudit(tx, "password.locked", { orgId, userId, client, outcome: "refused" }),
  );
}
