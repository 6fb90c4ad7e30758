import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { env } from "@/lib/core/env";
import { aMember, testClient, testPassword } from "@/lib/testing/people";
import { findHasher, isTold } from "@/lib/testing/processor-time";
import { bcryptHash } from "./bcrypt-pool";
import { logIn } from "./log-in";
import { hashPassword, isOutdated, verifyPassword } from "./password";

describe("a password hash (D3)", () => {
  test("reads all 80 bytes, and the same letters in either Unicode form (L-4, L-6)", async () => {
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

  test("of an older cost is made anew by the next login (L-5)", async () => {
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

describe.runIf(isTold)("the hasher (A-13; needs Linux's /proc)", () => {
  test("gives way to other sessions, and knows none of the server's secrets", async () => {
    await hashPassword("lantern voyage pump");
    const { pid, path } = findHasher();
    expect(getPriority(pid)).toBe(5);
    const names = readFileSync(`${path}/environ`, "utf8").split("\0").filter(Boolean);
    expect(names.filter((name) => !name.startsWith("NODE_"))).toEqual([]);
    if (existsSync("/proc/self/autogroup")) {
      expect(readFileSync(`${path}/autogroup`, "utf8")).toMatch(/nice 5$/m);
      expect(readFileSync("/proc/self/autogroup", "utf8")).not.toMatch(/nice 5$/m);
    }
  });

  test("that dies costs an error and no more: another one makes the next hash", async () => {
    await hashPassword("lantern voyage pump");
    const { pid } = findHasher();
    const lost = hashPassword("lantern voyage pump");
    process.kill(pid, "SIGKILL");
    await expect(lost).rejects.toThrow("its process has ended");
    const stored = await hashPassword("lantern voyage pump");
    expect(await verifyPassword("lantern voyage pump", stored)).toBe(true);
    expect(findHasher().pid).not.toBe(pid);
  });

  test("makes several that are wanted at once one after the other", async () => {
    const order: number[] = [];
    const all = [0, 1, 2].map((n) => hashPassword("lantern voyage pump").then(() => order.push(n)));
    const times: number[] = [];
    for (const one of all) times.push(await one.then(() => performance.now()));
    expect(order).toEqual([0, 1, 2]);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(100);
  });
});
