/**
 * Counts a user's wrong codes in a row, over all challenges, sessions and kinds of code (O-6, O-7, D11). Every ninth locks
 * the user: for 30 minutes, then twice as long each time, up to a day. The hundredth locks until an owner or an operator
 * lifts it, so that guessing has an end (NIST 800-63B §3.2.2). Only a right code, or being unlocked, starts the count anew.
 */
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { CodeOwner } from "./challenge";

const codesPerLock = 9;
const firstLockMinutes = 30;
const longestLockMinutes = 24 * 60;
const lastCode = 100;
/** "Until somebody lifts it", as a moment that a column can hold. */
const endlessYears = 100;

const isThisUser = (owner: CodeOwner) =>
  and(eq(users.id, owner.userId), eq(users.orgId, owner.org.id));

/** Locks the user's row, so that one user's tries are counted one after another. Null: there is no such user. */
export async function lockTries(
  tx: Db,
  owner: CodeOwner,
): Promise<{ wrong: number; isLocked: boolean } | null> {
  const [user] = await tx
    .select({
      wrong: users.wrongCodes,
      isLocked: sql<boolean>`coalesce(${users.codesLockedUntil} > now(), false)`,
    })
    .from(users)
    .where(isThisUser(owner))
    .for("no key update");
  return user ?? null;
}

/**
 * Counts one try as wrong before the code is compared; the caller must commit it first. Returns whether it was the last
 * one: the user is then locked, unless the code turns out right. The caller holds the user's lock.
 */
export async function addTry(tx: Db, owner: CodeOwner, wrongBefore: number): Promise<boolean> {
  const wrongCodes = wrongBefore + 1;
  const lock = lockAfter(wrongCodes);
  await tx
    .update(users)
    .set({ wrongCodes, codesLockedUntil: lock === null ? null : sql`now() + ${lock}::interval` })
    .where(isThisUser(owner));
  return lock !== null;
}

/** How long the n-th wrong code in a row locks the user, as a PostgreSQL interval; null: not at all. */
export function lockAfter(wrongCodes: number): string | null {
  if (wrongCodes >= lastCode) return `${endlessYears} years`;
  if (wrongCodes % codesPerLock > 0) return null;
  const minutes = firstLockMinutes * 2 ** (wrongCodes / codesPerLock - 1);
  return `${Math.min(minutes, longestLockMinutes)} minutes`;
}

/** Resets the count after a right code. */
export async function forgiveTries(tx: Db, owner: CodeOwner): Promise<void> {
  await tx.update(users).set({ wrongCodes: 0, codesLockedUntil: null }).where(isThisUser(owner));
}
