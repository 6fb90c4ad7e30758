/** Counts a user's wrong codes in a row, over all challenges, sessions and kinds of code (O-6, O-7, D11). */
import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { type CodeOwner, lockMinutes, wrongCodesInARow } from "./challenge";

const isThisUser = (owner: CodeOwner) =>
  and(eq(users.id, owner.userId), eq(users.orgId, owner.org.id));

/** Locks the user's row, so that one user's tries are counted one after another. Null: there is no such user. */
export async function lockTries(
  tx: Db,
  owner: CodeOwner,
): Promise<{ wrong: number; isLocked: boolean } | null> {
  const [user] = await tx
    .select({
      wrong: sql<number>`case when ${users.codesLockedUntil} <= now() then 0 else ${users.wrongCodes} end`,
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
  const isLast = wrongCodes >= wrongCodesInARow;
  await tx
    .update(users)
    .set({
      wrongCodes,
      codesLockedUntil: isLast ? sql`now() + make_interval(mins => ${lockMinutes})` : null,
    })
    .where(isThisUser(owner));
  return isLast;
}

/** Resets the count after a right code. */
export async function forgiveTries(tx: Db, owner: CodeOwner): Promise<void> {
  await tx.update(users).set({ wrongCodes: 0, codesLockedUntil: null }).where(isThisUser(owner));
}
