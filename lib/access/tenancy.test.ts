import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { toKeyChange } from "@/lib/api-keys/key-change";
import { listKeys } from "@/lib/api-keys/list-keys";
import { readKeyPage } from "@/lib/api-keys/read-key-page";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { confirmAuthenticator } from "@/lib/factors/confirm-authenticator";
import { getFactors } from "@/lib/factors/get-factors";
import { remakeRecoveryCodes } from "@/lib/factors/remake-recovery-codes";
import { removeAuthenticator } from "@/lib/factors/remove-authenticator";
import { setUpAuthenticator } from "@/lib/factors/set-up-authenticator";
import { turnOffTwoStep } from "@/lib/factors/turn-off";
import { turnOnTwoStep } from "@/lib/factors/turn-on";
import { confirmMobile, sendMobileCode } from "@/lib/factors/verify-mobile";
import { logIn, sendLoginCode, verifyLogin } from "@/lib/login/log-in";
import { openPendingLogin } from "@/lib/login/pending-login";
import { recoverLogin } from "@/lib/login/recover-login";
import { endOtherSessions } from "@/lib/sessions/end-other-sessions";
import { endSession } from "@/lib/sessions/end-session";
import { findActor } from "@/lib/sessions/find-actor";
import { listSessions } from "@/lib/sessions/list-sessions";
import { switchMode } from "@/lib/sessions/switch-mode";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyTarget } from "@/lib/step-up/target";
import { appCode } from "@/lib/testing/authenticator";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey, aReplacement } from "@/lib/testing/keys";
import {
  actorOf,
  aMember,
  aMobile,
  aSession,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { findWebsite } from "@/lib/websites/find-website";
import { submitWebsite } from "@/lib/websites/submit-website";
import type { Actor } from "./actor";

const statements: string[] = [];
const original = pg.Client.prototype.query;
const isRecording = { now: false };

beforeAll(() => {
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    const text = typeof first === "string" ? first : (first as { text?: string }).text;
    if (isRecording.now && text) statements.push(text);
    return Reflect.apply(original, this, args);
  } as typeof original;
});

afterAll(() => {
  pg.Client.prototype.query = original;
});

/** Tables whose rows belong to one merchant of one brand, and tables whose rows belong to a brand's users. */
const ofMerchants = [
  "api_keys",
  "key_lives",
  "key_addresses",
  "key_failures",
  "key_usage",
  "websites",
];
const ofPeople = [
  "users",
  "sessions",
  "otp_challenges",
  "pending_logins",
  "members",
  "merchants",
  "authenticators",
  "recovery_codes",
];

const touches = (text: string, tables: string[]) =>
  tables.some((table) =>
    new RegExp(`\\b(from|join|into|update)\\s+"?${table}"?\\b`, "i").test(text),
  );

/** Everything that a user does with their own factors and sessions. */
async function tellFactors(actor: Actor): Promise<void> {
  const change = { password: testPassword };
  const codes = await turnOnTwoStep(actor, change);
  const { secret } = await setUpAuthenticator(actor, change);
  await confirmAuthenticator(actor, { code: await appCode(secret) });
  await getFactors(actor);
  const token = await openPendingLogin(actor.org, actor.user);
  await recoverLogin(actor.org, token, { code: codes[0] ?? "" }, testClient);
  await remakeRecoveryCodes(actor, change);
  await removeAuthenticator(actor, change);
  await turnOffTwoStep(actor, change);
  await listSessions(actor);
  await endOtherSessions(actor);
}

test("every statement of the whole story names the brand, and the merchant where rows are a merchant's (C-4, D16)", async () => {
  const member = await aMember({ hasPassword: true, mobile: true, isTwoStepOn: true });
  const newcomer = await aMember({ hasPassword: true });
  const session = await aSession(member);
  const newSession = await aSession(newcomer);
  isRecording.now = true;
  const first = await logIn(
    member.org,
    { email: member.email, password: testPassword },
    testClient,
  );
  if (first.step !== "otp") throw new Error("no OTP step");
  const sent = await sendLoginCode(member.org, first.token, testClient);
  const code = await latestCode(member.mobile ?? "");
  const { sid } = await verifyLogin(
    member.org,
    first.token,
    { challengeId: sent.challengeId, code },
    testClient,
  );
  const actor = await findActor(member.org, sid, testClient);
  if (!actor) throw new Error("no session");
  const old = await aKey(actor, "live");
  await aReplacement(actor, old, "in-24-hours", "live");
  const until = new Date((await listKeys(actor, "live")).retiring[0]?.extendsTo?.iso ?? "");
  await extendKey(actor, { mode: "live", keyId: old.keyId, until });
  await deactivateKey(actor, { mode: "live", keyId: old.keyId });
  await changeKeyLife(actor, { mode: "live", life: "90-days" });
  await toKeyChange(actor, "live", null);
  await readKeyPage(actor, old.keyId);
  const plain = await actorOf(member, session);
  const key = await aKey(plain, "test");
  const target = { mode: "test", keyId: key.keyId } as const;
  const asked = await requestCode(plain, keyTarget("regenerate", target));
  const guess = { challengeId: asked.challengeId, code: await latestCode(member.mobile ?? "") };
  const input = { ...target, choice: "now", requestId: randomUUID() } as const;
  await regenerateKey(await takeProof(plain, guess), input);
  const mobile = aMobile(newcomer.org);
  const stranger = await actorOf(newcomer, newSession);
  const toMobile = await sendMobileCode(stranger, { mobile, password: testPassword });
  const mobileGuess = { challengeId: toMobile.challengeId, code: await latestCode(mobile) };
  await confirmMobile(await takeProof(stranger, mobileGuess));
  const pages = { contactUrl: "", termsUrl: "", privacyUrl: "", refundUrl: "" };
  await submitWebsite(actor, { url: "new.test", ...pages });
  await findWebsite(actor);
  await tellFactors(stranger);
  await switchMode(actor, "live");
  await endSession(actor);
  isRecording.now = false;

  const merchantStatements = statements.filter((text) => touches(text, ofMerchants));
  const peopleStatements = statements.filter((text) => touches(text, ofPeople));
  expect(merchantStatements.length).toBeGreaterThan(10);
  expect(peopleStatements.length).toBeGreaterThan(20);
  expect(
    merchantStatements.filter((text) => !(text.includes("org_id") && text.includes("merchant_id"))),
  ).toEqual([]);
  expect(peopleStatements.filter((text) => !text.includes("org_id"))).toEqual([]);
});
