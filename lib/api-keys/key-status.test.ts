/** One table for how a key ends, run through the list's SQL, the operator's SQL and the authorizer's reader and judge. */
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiKeys } from "@/db/schema/keys";
import { judge } from "@/lib/authorizer/judge";
import { type FoundRow, keyQuery, toStoredKey } from "@/lib/authorizer/read-key";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { keyColumns } from "@/lib/operator/get-key";
import { orgs } from "@/lib/orgs/orgs";
import { aMember, type TestMember } from "@/lib/testing/people";
import { isAlive, keyStatus } from "./key-status";
import type { KeyStatus } from "./keys-view";
import { hashSecret, mintCredentials } from "./secret";

/** Microseconds from the moment of the reading; null: the key has no such end. */
type End = number | null;

const day = 24 * 60 * 60 * 1_000_000;

/** When the key deactivates, when it expires, and what it is then. */
const table: [End, End, KeyStatus][] = [
  [null, null, "active"],
  [null, day, "active"],
  [null, 1, "active"],
  [null, 0, "expired"],
  [null, -1, "expired"],
  [day, null, "retiring"],
  [1, null, "retiring"],
  [0, null, "deactivated"],
  [-1, null, "deactivated"],
  [1, 1, "retiring"],
  [0, 0, "deactivated"],
  [-1, -1, "deactivated"],
  [1, day, "retiring"],
  [day, 1, "retiring"],
  [0, 1, "deactivated"],
  [1, 0, "expired"],
  [-1, 1, "deactivated"],
  [1, -1, "expired"],
  [-1, 0, "deactivated"],
  [0, -1, "expired"],
  [-2, -1, "deactivated"],
  [-1, -2, "expired"],
];

let client: pg.Client;
let owner: TestMember;

beforeAll(async () => {
  owner = await aMember();
  client = new pg.Client(env().DATABASE_URL);
  await client.connect();
});
afterAll(() => client.end());

/** What everybody says of a key with these ends, in the transaction that made it: there `now()` stands still. */
async function askAbout(deactivates: End, expires: End, isFrozen: boolean) {
  const peppers = env().KEY_PEPPERS;
  const credentials = mintCredentials(orgs.razorpay, "test");
  const { keyId } = credentials;
  const at = (end: End) => (end === null ? null : sql`now() + ${end} * interval '1 microsecond'`);
  await client.query("begin");
  try {
    const tx = drizzle(client);
    await tx.insert(apiKeys).values({
      id: newId("key"),
      orgId: owner.org.id,
      merchantId: owner.merchantId,
      mode: "test",
      keyId,
      ...hashSecret(peppers, credentials.secret),
      createdAt: sql`now() - interval '9 days'`,
      createdBy: owner.userId,
      expiresAt: at(expires),
      replacedAt: deactivates === null ? null : sql`now() - interval '1 day'`,
      deactivatesAt: at(deactivates),
      requestId: randomUUID(),
    });
    const isThis = eq(apiKeys.keyId, keyId);
    if (isFrozen) await tx.update(apiKeys).set({ frozenAt: sql`now()` }).where(isThis);
    const [row] = await tx
      .select({ status: keyStatus, state: keyColumns.state, isAlive: isAlive() })
      .from(apiKeys)
      .where(isThis);
    const found = await client.query({ text: keyQuery, values: [keyId], rowMode: "array" });
    const key = toStoredKey(keyId, found.rows[0] as FoundRow);
    const verdict = judge(peppers, { credentials, mode: "test" }, key, key?.readAt ?? 0);
    return { ...row, verdict };
  } finally {
    await client.query("rollback");
  }
}

const isDead = (status: KeyStatus) => status === "deactivated" || status === "expired";

describe("how a key ended is said the same everywhere, at every microsecond around its ends (K-11, A-19)", () => {
  test.each(table)("deactivates %s, expires %s: %s", async (deactivates, expires, status) => {
    const isOver = isDead(status);
    expect(await askAbout(deactivates, expires, false)).toEqual({
      status,
      state: status === "active" ? "current" : status,
      isAlive: !isOver,
      verdict: isOver ? status : "allowed",
    });
    const calm = status === "active" ? "current" : "retiring";
    expect(await askAbout(deactivates, expires, true)).toEqual({
      status: isOver ? status : "frozen",
      state: isOver ? status : calm,
      isAlive: !isOver,
      verdict: isOver ? status : "frozen",
    });
  });
});
