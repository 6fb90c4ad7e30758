/** Every action of the build, called directly: who may, and on whose keys (C-1, C-3, C-4, C-5, K-7, K-8). */

import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { boundary, callAction, findAction, listActions } from "@/e2e/wire/call-action";
import { aCaller, callerOf } from "@/e2e/wire/caller";
import {
  fieldsFor,
  guardedActions,
  type KnownAction,
  keyActions,
  knownActions,
  ownActions,
  publicActions,
  ruleOf,
} from "@/e2e/wire/known-actions";
import { countKeys, snapshotOf } from "@/e2e/wire/snapshot";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";

/** An action on a key that is not theirs is told so; the others have no key to miss. */
const actionsOnAKey = keyActions.filter((action) => ruleOf(action).about === "key");
const notFound = { status: "refused", code: "not_found" };

async function aKeyOf(member: TestMember, mode: "test" | "live" = "test") {
  return aKey(await actorOf(member, await aSession(member)), mode);
}

test("the build has these actions and no others, so none goes untested (C-3)", () => {
  const names = listActions().map((action) => action.name);
  expect(names.sort()).toEqual([...knownActions].sort());
});

test("nobody who is not logged in gets further than the login page, by any action (C-1)", async () => {
  const victim = await aMember({ mobile: true, hasPassword: true });
  const { keyId } = await aKeyOf(victim);
  const before = await snapshotOf(victim);
  for (const action of [...guardedActions, ...ownActions]) {
    for (const cookie of [undefined, "__Host-keydesk-session=made-up"]) {
      const answer = await callAction({ action, fields: fieldsFor(action, keyId), cookie });
      expect(answer.location, action).toBe("/login");
      expect(answer.state, action).toBeNull();
      expect(answer.body, action).not.toContain(keyId);
    }
  }
  expect(await snapshotOf(victim)).toBe(before);
});

test("a page that anybody may open is no way around: other pages' actions posted to it are refused (C-2)", async () => {
  // Next passes them on to their page by itself; the proxy stops that, and else the action does.
  const { project } = test.info();
  const refused =
    project.name === "without-proxy" ? { status: "refused", code: "wrong_origin" } : null;
  for (const action of [...guardedActions, ...ownActions]) {
    const answer = await callAction({ action, fields: fieldsFor(action), path: "/login" });
    if (refused) expect(answer.state, action).toMatchObject(refused);
    else expect(answer.state, action).toBeNull();
    expect(answer.setCookies, action).toEqual([]);
  }
});

test("forms sent without JavaScript are refused to somebody who is not logged in (C-1)", async () => {
  for (const action of [...guardedActions, ...ownActions]) {
    const { id } = findAction(action);
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="$ACTION_ID_${id}"\r\n\r\n\r\n--${boundary}--\r\n`;
    const raw = { type: `multipart/form-data; boundary=${boundary}`, body };
    const answer = await callAction({ action, raw, headers: { "next-action": "", accept: "" } });
    expect([answer.status, answer.location], action).toEqual([303, "/login"]);
  }
});

test("the actions before a login give nothing without a right password, a pending login or a link (L-13, L-14)", async () => {
  const done = { status: "done", data: null };
  const refused = (code: string) => ({ status: "refused", code });
  const expected: Partial<Record<KnownAction, Record<string, unknown> | null>> = {
    logInAction: refused("wrong_credentials"),
    verifyLoginAction: refused("login_expired"),
    resendLoginCodeAction: refused("login_expired"),
    // It leads back to the login page.
    startOverAction: null,
    recoverLoginAction: refused("login_expired"),
    acceptInvitationAction: refused("link_expired"),
    confirmNotMeAction: refused("link_expired"),
    confirmEmailAction: refused("link_expired"),
    confirmSignUpAction: refused("link_expired"),
    resetPasswordAction: refused("link_expired"),
    // Nobody learns whether the address has an account (L-7).
    requestResetAction: done,
    signUpAction: refused("password_refused"),
  };
  expect(Object.keys(expected).sort()).toEqual([...publicActions].sort());
  for (const action of publicActions) {
    const answer = await callAction({ action, fields: fieldsFor(action) });
    const state = expected[action];
    if (state) expect(answer.state, action).toMatchObject(state);
    else expect(answer.location, action).toBe("/login");
    expect(answer.setCookies.join(), action).not.toContain("keydesk-session");
  }
});

test("signing up and asking for a reset answer an address with an account as one without, to the byte (L-7)", async () => {
  const member = await aMember({ hasPassword: true });
  const chosen = { signUpAction: { password: "lantern voyage pumpkin" }, requestResetAction: {} };
  for (const action of ["signUpAction", "requestResetAction"] as const) {
    const seen = [];
    for (const email of [member.email, "nobody@tests.test"]) {
      const { status, state, setCookies } = await callAction({
        action,
        fields: { ...fieldsFor(action), email, ...chosen[action] },
      });
      const cookies = setCookies.map((cookie) => cookie.replace(/=[^;]+|Expires=[^;]+/g, "=…"));
      seen.push({ status, state, cookies });
    }
    expect(seen[0], action).toEqual(seen[1]);
    expect(seen[0]?.state, action).toEqual({ status: "done", data: null });
  }
});

test("another merchant's, another brand's and another mode's key is not found, whatever is asked (K-7, C-4, C-7)", async () => {
  const caller = await aCaller({ mobile: true, otp: true });
  const own = await aKeyOf(caller.member);
  const others = [await aMember(), await aMember({ org: "axis" })];
  const theirs = [];
  for (const other of others) theirs.push((await aKeyOf(other)).keyId);
  const before = await Promise.all([caller.member, ...others].map(snapshotOf));
  for (const action of actionsOnAKey) {
    for (const keyId of theirs) {
      const { state } = await caller.call(action, fieldsFor(action, keyId));
      expect(state, `${action} ${keyId}`).toMatchObject(notFound);
    }
    const { state } = await caller.call(action, fieldsFor(action, own.keyId, "live"));
    expect(state, `${action} in the other mode`).toMatchObject(notFound);
  }
  expect(await Promise.all([caller.member, ...others].map(snapshotOf))).toEqual(before);
});

test("without an OTP too, another merchant's key is answered as one that does not exist (K-7, O-16)", async () => {
  const caller = await aCaller({ mobile: true });
  const { keyId } = await aKeyOf(await aMember());
  const nobodysId = keyId.replace(/.{14}$/, "0".repeat(14));
  for (const action of actionsOnAKey) {
    const theirs = await caller.call(action, fieldsFor(action, keyId));
    const nobodys = await caller.call(action, fieldsFor(action, nobodysId));
    // What a code would be for is said in the caller's own words: the id that was sent.
    const asNobodys = JSON.parse(JSON.stringify(theirs.state).replaceAll(keyId, nobodysId));
    expect(asNobodys, action).toEqual(nobodys.state);
    const isProofFirst = action === "regenerateKeyAction";
    expect(theirs.state, action).toMatchObject(isProofFirst ? { status: "step-up" } : notFound);
  }
  expect(await messagesTo(caller.member.mobile ?? "")).toEqual([]);
});

test("a merchant whose website is not verified cannot generate in Live by calling directly (DESIGN §2.8)", async () => {
  const caller = await aCaller({ isWebsiteVerified: false, mobile: true, otp: true });
  const live = await caller.call("generateKeyAction", fieldsFor("generateKeyAction", "", "live"));
  expect(live.state).toMatchObject({ status: "refused", code: "website_not_verified" });
  expect(await countKeys(caller.member)).toBe(0);
  const inTest = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  expect(inTest.state).toMatchObject({ status: "done" });
});

test("a field that a form does not have is invalid, so no merchant, brand or role can be chosen (K-8, C-5)", async () => {
  const caller = await aCaller({ mobile: true, otp: true });
  const victim = await aMember();
  const { keyId } = await aKeyOf(caller.member);
  const before = await snapshotOf(caller.member);
  const extra = {
    merchantId: victim.merchantId,
    orgId: "axis",
    role: "owner",
    userId: victim.userId,
  };
  for (const action of knownActions) {
    for (const [name, value] of Object.entries(extra)) {
      // The actions on a team have a person and a role of their own.
      if (name in fieldsFor(action)) continue;
      const answer = await caller.call(action, { ...fieldsFor(action, keyId), [name]: value });
      expect(answer.state, `${action} with ${name}`).toMatchObject({ status: "invalid" });
    }
  }
  expect(await snapshotOf(caller.member)).toBe(before);
  expect(await countKeys(victim)).toBe(0);
});

test("a role that was taken away is gone with the next action, without a new login (S-5)", async () => {
  const { member } = await aCaller({ role: "admin" });
  const caller = await callerOf(member);
  await db().execute(sql`update members set role = 'viewer' where user_id = ${member.userId}`);
  const { state } = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  expect(state).toMatchObject({ status: "refused", code: "forbidden" });
});
