/** What a session's cookie opens, and what ends it (S-1, S-2, S-3, S-5, O-8, W-10). */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller, callerOf } from "@/e2e/wire/caller";
import { expectNobody } from "@/e2e/wire/expect-nobody";
import { aMember, testPassword } from "@/lib/testing/people";
import { sessionCookieName } from "@/lib/web/next-auth";

test("a copied cookie is worth nothing after logging out (S-1)", async () => {
  const caller = await aCaller({ mobile: true, otp: true });
  expect((await caller.get("/api/auth/session")).body).toContain(caller.member.email);
  const out = await caller.call("logOutAction");
  expect(out.location).toBe("/login");
  expect(out.setCookies.join()).toMatch(new RegExp(`${sessionCookieName}=;.*Max-Age=0`));
  await expectNobody(caller);
});

test("a session that is idle for 15 minutes, 12 hours old, or of a disabled person is over (S-3, S-5)", async () => {
  const ends = [
    (userId: string) =>
      sql`update sessions set seen_at = now() - interval '15 minutes 1 second' where user_id = ${userId}`,
    (userId: string) =>
      sql`update sessions set created_at = now() - interval '12 hours 1 second' where user_id = ${userId}`,
    (userId: string) => sql`update users set disabled_at = now() where id = ${userId}`,
  ];
  for (const end of ends) {
    const caller = await aCaller();
    await db().execute(end(caller.member.userId));
    await expectNobody(caller);
  }
});

test("asking for the session again and again keeps nobody logged in (S-2, S-3)", async () => {
  const caller = await aCaller();
  const idle = sql`update sessions set seen_at = now() - interval '14 minutes' where user_id = ${caller.member.userId}`;
  await db().execute(idle);
  for (let poll = 0; poll < 3; poll++) {
    const { headers, body } = await caller.get("/api/auth/session");
    expect(body).toContain(caller.member.email);
    const fresh = headers["set-cookie"]?.find((cookie) => cookie.startsWith(sessionCookieName));
    caller.cookie = fresh?.split(";")[0] ?? caller.cookie;
  }
  await db().execute(
    sql`update sessions set seen_at = seen_at - interval '61 seconds' where user_id = ${caller.member.userId}`,
  );
  await expectNobody(caller);
});

test("no header lifts a limit: an account locks whatever address each try claims (O-8, W-10, L-9)", async () => {
  const member = await aMember({ hasPassword: true });
  const claim = (index: number) => ({
    "x-forwarded-for": `203.0.113.${index}`,
    "x-real-ip": `203.0.113.${index}`,
    "user-agent": randomUUID(),
  });
  const logIn = (password: string, index: number) =>
    callAction({
      action: "logInAction",
      fields: { email: member.email, password },
      headers: claim(index),
    });
  await db().execute(sql`update users set failed_passwords = 9 where id = ${member.userId}`);
  for (const [index, password] of ["the tenth wrong one", testPassword, testPassword].entries()) {
    const { state } = await logIn(password, index);
    expect(state).toMatchObject({ status: "refused", code: "wrong_credentials" });
  }
  const addresses = await db().execute(
    sql`select distinct address from audit_events where user_id = ${member.userId}`,
  );
  expect(addresses.rows).toEqual([{ address: "direct" }]);
  const open = await callerOf(member);
  expect((await open.get("/api/auth/session")).body).toContain(member.email);
});
