import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { env } from "@/lib/core/env";
import { logIn } from "@/lib/login/log-in";
import { aMember, testClient, testPassword } from "@/lib/testing/people";
import { bcryptHash } from "./bcrypt-pool";
import { hashPassword, isOutdated, verifyPassword } from "./password";

describe("a password hash (D3)", () => {
  test("depends on all 80 bytes, and is the same for either Unicode form of the same letters (L-4, L-6)", async () => {
    const long = "x".repeat(72);
    const stored = await hashPassword(`${long}12345678`);
    expect(await verifyPassword(`${long}12345678`, stored)).toBe(true);
    expect(await verifyPassword(`${long}X2345678`, stored)).toBe(false);
    const composed = await hashPassword("caf\u00e9-caf\u00e9-caf\u00e9");
    expect(await verifyPassword("cafe\u0301-cafe\u0301-cafe\u0301", composed)).toBe(true);
  });

  test("never matches when it is missing or unreadable (M5)", async () => {
    for (const stored of [null, "", "nonsense", "hmac384:gone:$2b$12$short"]) {
      expect(await verifyPassword("anything", stored)).toBe(false);
    }
  });

  test("of an older cost is renewed by the next login (L-5)", async () => {
    const member = await aMember({ hasPassword: true });
    const { current, ring } = env().PASSWORD_PEPPERS;
    const preHash = createHmac("sha384", ring.get(current) as Buffer)
      .update(testPassword)
      .digest("base64");
    const old = `hmac384:${current}:${await bcryptHash(preHash, 10)}`;
    await db().update(users).set({ passwordHash: old }).where(eq(users.id, member.userId));
    expect(isOutdated(old)).toBe(true);
    await logIn(member.org, { email: member.email, password: testPassword }, testClient);
    const [row] = await db().select().from(users).where(eq(users.id, member.userId));
    expect(isOutdated(row?.passwordHash ?? "")).toBe(false);
    expect(
      (await logIn(member.org, { email: member.email, password: testPassword }, testClient)).step,
    ).toBe("signed-in");
  });
});
