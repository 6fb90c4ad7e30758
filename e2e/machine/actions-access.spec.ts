/** Every action of the build, called directly: who may, and on whose keys (C-1, C-3, C-4, C-5, K-7, K-8). */

import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { boundary, callAction, findAction, listActions } from "@/e2e/support/call-action";
import { aCaller, callerOf } from "@/e2e/support/caller";
import {
  fieldsFor,
  keyActions,
  knownActions,
  ownActions,
  publicActions,
} from "@/e2e/support/known-actions";
import { countKeys, eventsOf, snapshotOf } from "@/e2e/support/snapshot";
import { messagesTo } from "@/lib/testing/inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, type TestMember } from "@/lib/testing/people";

/** An action on a key that is not theirs is told so; generate has no key to miss. */
const actionsOnAKey = keyActions.filter((action) => action !== "generateKeyAction");
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
  for (const action of [...keyActions, ...ownActions]) {
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
  for (const action of [...keyActions, ...ownActions]) {
    const answer = await callAction({ action, fields: fieldsFor(action), path: "/login" });
    expect(answer.state, action).toBeNull();
    expect(answer.setCookies, action).toEqual([]);
  }
});

test("forms sent without JavaScript are refused to somebody who is not logged in (C-1)", async () => {
  for (const action of [...keyActions, ...ownActions]) {
    const { id } = findAction(action);
    const body = `--${boundary}\r\nContent-Disposition: form-data; name="$ACTION_ID_${id}"\r\n\r\n\r\n--${boundary}--\r\n`;
    const raw = { type: `multipart/form-data; boundary=${boundary}`, body };
    const answer = await callAction({ action, raw, headers: { "next-action": "", accept: "" } });
    expect([answer.status, answer.location], action).toEqual([303, "/login"]);
  }
});

test("the login actions give nothing without a right password or a pending login (L-13)", async () => {
  const code = { logInAction: "wrong_credentials", verifyLoginAction: "login_expired" };
  const links = { confirmNotMeAction: "link_expired" };
  const codes: Record<string, string> = {
    ...code,
    ...links,
    resendLoginCodeAction: "login_expired",
  };
  for (const action of publicActions) {
    const answer = await callAction({ action, fields: fieldsFor(action) });
    if (action === "startOverAction") expect(answer.location).toBe("/login");
    else expect(answer.state, action).toMatchObject({ status: "refused", code: codes[action] });
    expect(answer.setCookies.join(), action).not.toContain("keydesk-session");
  }
});

for (const role of ["manager", "operations", "viewer"] as const) {
  test(`the role ${role} is refused by every key action, and each denial is on record (K-7, G-1)`, async () => {
    const owner = await aMember({ mobile: true });
    const { keyId } = await aKeyOf(owner);
    const caller = await aCaller({ role, merchantId: owner.merchantId, mobile: true, otp: true });
    const before = [await snapshotOf(owner), await snapshotOf(caller.member)];
    for (const action of keyActions) {
      for (const mode of ["test", "live"] as const) {
        const { state } = await caller.call(action, fieldsFor(action, keyId, mode));
        expect(state, `${action} ${mode}`).toMatchObject({ status: "refused", code: "forbidden" });
      }
    }
    expect([await snapshotOf(owner), await snapshotOf(caller.member)]).toEqual(before);
    const denials = (await eventsOf(caller.member)).filter((event) => event === "access.denied");
    expect(denials).toHaveLength(keyActions.length * 2);
  });
}

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
  for (const action of actionsOnAKey) {
    const theirs = await caller.call(action, fieldsFor(action, keyId));
    const nobodys = await caller.call(action, fieldsFor(action));
    expect(theirs.state, action).toEqual(nobodys.state);
    expect(theirs.state?.status, action).not.toBe("done");
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
