/** Guessing has an end: locks grow, and the hundredth wrong code in a row locks until somebody lifts it (D11, L-9). */
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { unlockMember } from "@/lib/team/unlock-member";
import { actorOf, aMember, anActor, aSession, type TestMember } from "@/lib/testing/people";
import { codeOwner } from "./challenge";
import { findLockWords } from "./lock";
import { addTry, forgiveTries, lockAfter, lockTries } from "./tries";

const rowOf = async ({ userId }: TestMember) => {
  const { rows } = await db().execute<{ minutes: number | null; wrong: number }>(sql`
    select (extract(epoch from codes_locked_until - now()) / 60)::float8 as minutes, wrong_codes as wrong
    from users where id = ${userId}`);
  return rows[0];
};

/** Waits until a lock is over. */
const endLock = ({ userId }: TestMember) =>
  db()
    .update(users)
    .set({ codesLockedUntil: sql`now() - interval '1 second'` })
    .where(eq(users.id, userId));

async function aGuesser() {
  const owner = await anActor();
  const member = await aMember({ merchantId: owner.merchant.id, role: "admin", mobile: true });
  const guesser = codeOwner(await actorOf(member, await aSession(member)));
  const guess = () =>
    transaction(async (tx) => {
      const tries = await lockTries(tx, guesser);
      if (!tries || tries.isLocked) return "locked";
      return (await addTry(tx, guesser, tries.wrong)) ? "last" : "wrong";
    });
  return { owner, member, guesser, guess };
}

test("a lock is 30 minutes at first, twice as long each time, a day at most, and endless from the hundredth code", () => {
  const locks = Array.from({ length: 100 }, (_, n) => lockAfter(n + 1)).filter(Boolean);
  expect(locks).toEqual([
    "30 minutes",
    "60 minutes",
    "120 minutes",
    "240 minutes",
    "480 minutes",
    "960 minutes",
    ...Array(5).fill("1440 minutes"),
    "100 years",
  ]);
});

test("a guesser who waits out every lock has a hundred tries, and none after that until an owner unlocks", async () => {
  const { owner, member, guesser, guess } = await aGuesser();
  let tries = 0;
  for (let round = 0; round < 20; round++) {
    let answer = await guess();
    while (answer === "wrong") {
      tries++;
      answer = await guess();
    }
    if (answer === "last") tries++;
    if (tries < 100) await endLock(member);
  }
  expect(tries).toBe(100);
  expect(await guess()).toBe("locked");
  expect((await rowOf(member))?.minutes).toBeGreaterThan(50 * 365 * 24 * 60);
  const whose = { org: guesser.org, userId: member.userId, merchantId: member.merchantId };
  expect(await findLockWords(whose)).toMatch(/until somebody unlocks you\. Ask the owner/);
  await unlockMember(owner, { userId: member.userId });
  expect(await guess()).toBe("wrong");
  expect((await rowOf(member))?.wrong).toBe(1);
});

test("a right code starts the count anew, so the next lock is a short one", async () => {
  const { member, guesser, guess } = await aGuesser();
  for (let n = 0; n < 9; n++) await guess();
  await endLock(member);
  await guess();
  await transaction((tx) => forgiveTries(tx, guesser));
  for (let n = 0; n < 9; n++) await guess();
  expect(Math.round((await rowOf(member))?.minutes ?? 0)).toBe(30);
});
