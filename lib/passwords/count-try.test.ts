import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { aMember } from "@/lib/testing/people";
import { countTry } from "./count-try";

test("of 8 parallel guesses at one account five are checked (L-10)", async () => {
  const { org, email, userId } = await aMember({ hasPassword: true });
  const all = Array.from({ length: 8 }, () => countTry(org.id, { email }, null));
  const counted = (await Promise.all(all)).flatMap((one) => one?.count ?? []);
  expect(counted.toSorted()).toEqual([1, 2, 3, 4, 5]);
  const [row] = await db().select().from(users).where(eq(users.id, userId));
  expect(row?.failedPasswords).toBe(5);
});
