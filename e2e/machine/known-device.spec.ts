/** The cookie by which a browser is known: set by every completed login, kept by logging out, and no login (L-9, S-7). */
import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { type ActionAnswer, callAction } from "@/e2e/wire/call-action";
import { Caller } from "@/e2e/wire/caller";
import { expectNobody } from "@/e2e/wire/expect-nobody";
import { replaceRecoveryCodes } from "@/lib/factors/recovery-codes";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, type TestMember, testPassword } from "@/lib/testing/people";
import { deviceCookieName, sessionCookieName } from "@/lib/web/next-auth";

const setCookie = (answer: ActionAnswer, name: string) =>
  answer.setCookies.find((cookie) => cookie.startsWith(`${name}=`));
const cookieOf = (answer: ActionAnswer, name: string) =>
  setCookie(answer, name)?.split(";")[0] ?? "";

const logIn = ({ email }: TestMember, cookie?: string, password = testPassword) =>
  callAction({ action: "logInAction", fields: { email, password }, cookie });

const lockedBy = (tries: number, { userId }: TestMember) =>
  db().execute(sql`update users set failed_passwords = ${tries} where id = ${userId}`);

const refused = { status: "refused", code: "wrong_credentials" };

/** 400 days: the longest that browsers keep a cookie. */
const kept =
  /^__Host-keydesk-device=dev_\w+\.[\w-]{43}(~dev_\w+\.[\w-]{43})*; Path=\/; .*Max-Age=34560000; Secure; HttpOnly; SameSite=lax$/;

test("a stranger's wrong passwords lock out everybody but the owner's own browser, which logging out leaves known (L-9)", async () => {
  const member = await aMember({ hasPassword: true });
  const first = await logIn(member);
  expect(setCookie(first, deviceCookieName)).toMatch(kept);
  const known = cookieOf(first, deviceCookieName);
  const here = new Caller(member, `${cookieOf(first, sessionCookieName)}; ${known}`);
  const out = await here.call("logOutAction");
  expect(setCookie(out, deviceCookieName)).toBeUndefined();
  await lockedBy(9, member);
  expect((await logIn(member, undefined, "the tenth wrong one")).state).toMatchObject(refused);
  expect((await logIn(member)).state).toMatchObject(refused);
  for (const _ of [1, 2]) expect((await logIn(member, known)).location).toBe("/");
  expect((await logIn(member)).state).toMatchObject(refused);
});

test("it is no login, and fits no other slot (S-14)", async () => {
  const member = await aMember({ hasPassword: true });
  const known = cookieOf(await logIn(member), deviceCookieName);
  await expectNobody(new Caller(member, known));
  const value = known.split("=")[1] ?? "";
  for (const name of [sessionCookieName, "__Host-keydesk-login"])
    await expectNobody(new Caller(member, `${name}=${value}`));
  expect((await logIn(member, known, "not the password")).state).toMatchObject(refused);
});

test("a second step sets it too, by code and by recovery code, and the password alone does not", async () => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const whose = { orgId: member.org.id, userId: member.userId };
  const [recoveryCode = ""] = await transaction((tx) => replaceRecoveryCodes(tx, whose));
  const pendingOf = (asked: ActionAnswer) => cookieOf(asked, "__Host-keydesk-login");
  const asked = await logIn(member);
  expect(setCookie(asked, deviceCookieName)).toBeUndefined();
  const { challengeId } = (asked.state as unknown as { data: { challengeId: string } }).data;
  const fields = { challengeId, code: await latestCode(member.mobile ?? "") };
  const cookie = pendingOf(asked);
  const byCode = await callAction({ action: "verifyLoginAction", fields, cookie });
  expect(setCookie(byCode, deviceCookieName)).toMatch(kept);
  const again = pendingOf(await logIn(member));
  const byRecoveryCode = await callAction({
    action: "recoverLoginAction",
    fields: { code: recoveryCode },
    cookie: again,
  });
  expect(setCookie(byRecoveryCode, deviceCookieName)).toMatch(kept);
});

test("a second person at the same browser does not push the first one out", async () => {
  const [one, two] = [await aMember({ hasPassword: true }), await aMember({ hasPassword: true })];
  const ofOne = cookieOf(await logIn(one), deviceCookieName);
  const ofBoth = cookieOf(await logIn(two, ofOne), deviceCookieName);
  for (const member of [one, two]) {
    await lockedBy(9, member);
    expect((await logIn(member, undefined, "the tenth wrong one")).state).toMatchObject(refused);
    expect((await logIn(member, ofBoth)).location).toBe("/");
  }
});
