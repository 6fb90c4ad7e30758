import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { logIn } from "@/lib/login/log-in";
import { findActor } from "@/lib/sessions/find-actor";
import { aMember, aSession, type TestMember, testClient, testPassword } from "@/lib/testing/people";

const tryLogin = ({ org, email }: TestMember, password: string, client: Client = testClient) =>
  logIn(org, { email, password }, client).then(
    () => "in",
    (error: { code?: string }) => error.code,
  );

/** How long the next try must wait, in seconds: `least` is measured after the try, `most` from before it. */
async function waitAfter(member: TestMember, failedBefore: number) {
  const { rows } = await db().execute<{ before: string }>(sql`
    update users set failed_passwords = ${failedBefore}, password_retry_at = null
    where id = ${member.userId} returning now() as before`);
  await tryLogin(member, "not the password");
  const after = await db().execute<{ most: number | null; least: number | null }>(sql`
    select extract(epoch from password_retry_at - ${rows[0]?.before}::timestamptz)::float8 as most,
      extract(epoch from password_retry_at - now())::float8 as least
    from users where id = ${member.userId}`);
  return after.rows[0];
}

test("from the fifth wrong password in a row the wait doubles, and the tenth locks for 30 minutes; open sessions go on (L-9)", async () => {
  const member = await aMember({ hasPassword: true });
  const inside = await aSession(member);
  expect(await waitAfter(member, 3)).toEqual({ most: null, least: null });
  for (const [before, seconds] of [
    [4, 1],
    [5, 2],
    [8, 16],
    [9, 30 * 60],
  ] as const) {
    // The wait begins at some time during the try, however slow the machine is.
    const wait = await waitAfter(member, before);
    expect(wait?.least).toBeLessThanOrEqual(seconds);
    expect(wait?.most).toBeGreaterThanOrEqual(seconds);
  }
  expect(await tryLogin(member, testPassword)).toBe("wrong_credentials");
  expect(await findActor(member.org, inside.sid, testClient)).not.toBeNull();
});

test("of 200 parallel logins from one address with a limit of ten, exactly ten passwords are checked (L-10)", async () => {
  const member = await aMember();
  const client = { ...testClient, address: "203.0.113.77" };
  const limit = Number(process.env.LOGINS_PER_MINUTE);
  await db().execute(sql`insert into rate_limits (key, window_start, count)
    values (${`login ${member.org.id} ${client.address}`}, now(), ${limit - 10})`);
  const nobody = { ...member, email: "nobody@tests.test" };
  const all = Array.from({ length: 200 }, () => tryLogin(nobody, "any password", client));
  const answers = await Promise.all(all);
  expect(answers.filter((code) => code === "wrong_credentials")).toHaveLength(10);
  expect(answers.filter((code) => code === "rate_limited")).toHaveLength(190);
});

/**
 * Measures, in milliseconds, each kind of refused login in turn. It measures processor time, including the bcrypt
 * thread, so that other processes on a busy machine do not matter.
 */
async function timeRound(times: Record<string, number[]>): Promise<void> {
  const [known, disabled, locked] = [
    await aMember({ hasPassword: true }),
    await aMember({ hasPassword: true }),
    await aMember({ hasPassword: true }),
  ];
  await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, disabled.userId));
  await db()
    .update(users)
    .set({ failedPasswords: 10, passwordRetryAt: sql`now() + interval '30 minutes'` })
    .where(eq(users.id, locked.userId));
  const kinds: [string, TestMember, string][] = [
    ["unknown", { ...known, email: `nobody-${known.userId}@tests.test` }, "not the password"],
    ["wrong", known, "not the password"],
    ["locked", locked, testPassword],
    ["disabled", disabled, testPassword],
  ];
  for (const [kind, member, password] of kinds) {
    const start = process.cpuUsage();
    expect(await tryLogin(member, password)).toBe("wrong_credentials");
    const { user, system } = process.cpuUsage(start);
    times[kind] = [...(times[kind] ?? []), (user + system) / 1000];
  }
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

test("unknown, wrong, locked and disabled take as long as each other: medians within 5 % or 10 ms (L-7, O-16)", async () => {
  const times: Record<string, number[]> = {};
  const spread = () => {
    const medians = Object.values(times).map(median);
    const [least, most] = [Math.min(...medians), Math.max(...medians)];
    return { gap: most - least, allowed: Math.max(10, least * 0.05) };
  };
  // On a busy machine more samples settle it; a real difference stays.
  for (let round = 0; round < 10; round++) {
    await timeRound(times);
    const { gap, allowed } = spread();
    if (round >= 3 && gap <= allowed) break;
  }
  // A password was hashed and counted each time.
  for (const values of Object.values(times)) expect(median(values)).toBeGreaterThan(50);
  const { gap, allowed } = spread();
  expect(gap).toBeLessThanOrEqual(allowed);
}, 120_000);
