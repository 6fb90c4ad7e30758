/**
 * Counts tries of a password before it is compared. After the fifth wrong one in a row the next must wait 1 s, then 2, 4
 * …; after the tenth, 30 minutes (L-9). In a known browser a try counts for that browser alone, anywhere else for the
 * user.
 */
import { and, eq, gte, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { knownDevices } from "@/db/schema/devices";
import { users } from "@/db/schema/people";
import type { KnownDevice } from "@/lib/devices/known-devices";
import type { OrgId } from "@/lib/orgs/org";

const slowFrom = 5;
export const lockFrom = 10;
const lockSeconds = 30 * 60;
/** A browser in which so many in a row were wrong is known no more (NIST 800-63B §3.2.2). */
const mostInOneBrowser = 100;

/** Whose tries are counted together. */
export type Who = { email: string } | { userId: string };

export interface Try {
  user: typeof users.$inferSelect;
  /** Wrong tries in a row, this one included until it turns out right. */
  count: number;
  device: KnownDevice | null;
}

type Counter = typeof users | typeof knownDevices;

const noTries = { failedPasswords: 0, passwordRetryAt: null };

/** One conditional UPDATE sets these, so parallel guesses wait for the row and only the allowed number are checked. */
function oneMore(counter: Counter) {
  const tries = sql`${counter.failedPasswords} + 1`;
  const waitSeconds = sql`case when ${tries} >= ${lockFrom} then ${lockSeconds}
    else power(2, ${tries} - ${slowFrom}) end`;
  return {
    failedPasswords: tries,
    passwordRetryAt: sql`case when ${tries} < ${slowFrom} then null
      else now() + make_interval(secs => ${waitSeconds}) end`,
  };
}

const mayTry = ({ passwordRetryAt }: Counter) =>
  sql`(${passwordRetryAt} is null or ${passwordRetryAt} <= now())`;

/** Null: unknown, disabled or not allowed yet. */
export async function countTry(
  orgId: OrgId,
  who: Who,
  device: KnownDevice | null,
): Promise<Try | null> {
  if (device) return countInBrowser(orgId, device);
  const [user] = await db()
    .update(users)
    .set(oneMore(users))
    .where(
      and(
        eq(users.orgId, orgId),
        "email" in who ? eq(users.email, who.email.trim().toLowerCase()) : eq(users.id, who.userId),
        isNull(users.disabledAt),
        mayTry(users),
      ),
    )
    .returning();
  return user ? { user, count: user.failedPasswords, device } : null;
}

async function countInBrowser(orgId: OrgId, device: KnownDevice): Promise<Try | null> {
  const [counted] = await db()
    .update(knownDevices)
    .set(oneMore(knownDevices))
    .where(and(isThis(orgId, device), mayTry(knownDevices)))
    .returning({ count: knownDevices.failedPasswords });
  if (!counted) return null;
  const [user] = await db()
    .select()
    .from(users)
    .where(and(eq(users.orgId, orgId), eq(users.id, device.userId), isNull(users.disabledAt)));
  return user ? { user, count: counted.count, device } : null;
}

/** The password was right. */
export async function forgiveTry(orgId: OrgId, { user, device }: Try): Promise<void> {
  if (device) await db().update(knownDevices).set(noTries).where(isThis(orgId, device));
  else
    await db()
      .update(users)
      .set(noTries)
      .where(and(eq(users.id, user.id), eq(users.orgId, orgId)));
}

/** The password was wrong, which counting has taken for granted. Guessing in one browser has an end. */
export async function endGuessing(orgId: OrgId, { count, device }: Try): Promise<void> {
  if (!device || count < mostInOneBrowser) return;
  await db()
    .delete(knownDevices)
    .where(and(isThis(orgId, device), gte(knownDevices.failedPasswords, mostInOneBrowser)));
}

const isThis = (orgId: OrgId, { id, userId }: KnownDevice) =>
  and(eq(knownDevices.id, id), eq(knownDevices.orgId, orgId), eq(knownDevices.userId, userId));
