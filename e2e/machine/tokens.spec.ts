/** Every token fits one slot only, and next-auth's endpoints are shut (S-4, S-7, S-12, S-14, L-11, L-13, W-16). */
import { expect, test } from "@/e2e/fixtures";
import { type ActionAnswer, callAction } from "@/e2e/wire/call-action";
import { aCaller, Caller } from "@/e2e/wire/caller";
import { expectNobody } from "@/e2e/wire/expect-nobody";
import { hostOf, send } from "@/e2e/wire/raw-request";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, testPassword } from "@/lib/testing/people";
import { sessionCookieName } from "@/lib/web/next-auth";

const pendingCookieName = "__Host-keydesk-login";

function cookieOf(answer: ActionAnswer, name: string): string {
  const set = answer.setCookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? "";
  return set.split(";")[0] ?? "";
}

test("of next-auth's endpoints only reading one's own session is open, and that gives name and email (L-11, W-16)", async () => {
  const caller = await aCaller();
  const { user, ...rest } = JSON.parse((await caller.get("/api/auth/session")).body);
  expect(user).toEqual({ name: caller.member.name, email: caller.member.email });
  expect(Object.keys(rest)).toEqual(["expires"]);
  const own = { origin: `http://${hostOf(caller.brandHost)}`, "content-type": "application/json" };
  const body = JSON.stringify({
    csrfToken: "x",
    data: { sid: "x", role: "owner", otpAt: 1 },
    level: "error",
    message: "planted",
  });
  const ends = [
    "session",
    "_log",
    "signin",
    "signin/credentials",
    "signout",
    "callback/credentials",
    "csrf",
    "providers",
    "error",
    "verify-request",
    "",
    "session/x",
    "SESSION",
    "session%2f..%2fcsrf",
  ];
  for (const end of ends) {
    const path = `/api/auth/${end}`;
    const posted = await caller.get(path, { method: "POST", headers: own, body });
    expect([403, 404, 308], `POST ${path}`).toContain(posted.status);
    if (end === "session") continue;
    const { status, headers } = await caller.get(path);
    expect([404, 308], `GET ${path}`).toContain(status);
    expect(headers["set-cookie"], path).toBeUndefined();
  }
});

test("the session token is a cookie and nothing else: as a Bearer token or in another slot it is nobody (S-12, S-14)", async () => {
  const { member, cookie } = await aCaller();
  const token = cookie.split("=")[1] ?? "";
  const nobody = (value: string) => new Caller(member, value);
  await expectNobody(nobody(""), { authorization: `Bearer ${token}` });
  for (const name of [
    pendingCookieName,
    "next-auth.session-token",
    "__Secure-next-auth.session-token",
    "keydesk-session",
  ]) {
    await expectNobody(nobody(`${name}=${token}`));
  }
  const swapped = await callAction({
    action: "resendLoginCodeAction",
    cookie: `${pendingCookieName}=${token}`,
  });
  expect(swapped.state).toMatchObject({ status: "refused", code: "login_expired" });
});

test("between password and OTP the cookie opens the OTP step and nothing else (L-13, S-7, S-6, S-14)", async () => {
  const member = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
  const asked = await callAction({
    action: "logInAction",
    fields: { email: member.email, password: testPassword },
  });
  expect(asked.state).toMatchObject({ status: "done", data: { step: "otp" } });
  expect(asked.setCookies).toEqual([
    expect.stringMatching(
      /^__Host-keydesk-login=\w{43}; Path=\/; .*Max-Age=600; Secure; HttpOnly; SameSite=lax$/,
    ),
  ]);
  const pending = cookieOf(asked, pendingCookieName);
  await expectNobody(new Caller(member, pending));
  await expectNobody(new Caller(member, pending.replace(pendingCookieName, sessionCookieName)));
  expect((await send({ path: "/login", headers: { cookie: pending } })).body).toContain(
    "One-time password",
  );
  const { challengeId } = (asked.state as unknown as { data: { challengeId: string } }).data;
  const fields = { challengeId, code: await latestCode(member.mobile ?? "") };
  const done = await callAction({ action: "verifyLoginAction", fields, cookie: pending });
  expect(done.location).toBe("/");
  const session = done.setCookies.find((cookie) => cookie.startsWith(sessionCookieName));
  expect(session).toMatch(
    /^__Host-keydesk-session=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=lax$/,
  );
  const again = await callAction({ action: "verifyLoginAction", fields, cookie: pending });
  expect(again.state).toMatchObject({ status: "refused", code: "login_expired" });
  const known = new Caller(member, cookieOf(done, sessionCookieName));
  expect((await known.get("/api/auth/session")).body).toContain(member.email);
});
