/**
 * The leak test: people do everything there is to do, right and wrong, and afterwards no password, code, key
 * secret, session id or cookie is in any table, log, data file or WAL file (G-3, O-11, K-3, L-5, S-1, D19).
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { pressNotMe } from "@/e2e/browser/not-me";
import { expect, withOwnStack } from "@/e2e/stacks/own-stack";
import { type ActionAnswer, callAction } from "@/e2e/wire/call-action";
import { Caller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { send } from "@/e2e/wire/raw-request";
import { formsOf, readAllTables, readCluster, sixDigits } from "@/e2e/wire/search-bytes";
import { hashPassword } from "@/lib/passwords/password";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aMember, aMobile, type MemberOptions } from "@/lib/testing/people";
import { decodeSession } from "@/lib/web/next-auth";

const test = withOwnStack({ env: { LOG_LEVEL: "debug" } });

/** What must be nowhere, by what it is. */
const secrets: (readonly [what: string, secret: string])[] = [];
const codes = new Set<string>();
const dataOf = <T>(answer: ActionAnswer) => (answer.state as unknown as { data: T }).data;

function aPassword(kind: string): string {
  const password = `${kind} ${randomUUID()} ñ`;
  secrets.push([`${kind} password`, password]);
  return password;
}

/** Cookies are kept for the search, and so is the session id inside. */
async function keepCookie(answer: ActionAnswer): Promise<string> {
  const pairs = answer.setCookies
    .map((cookie) => cookie.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="));
  for (const pair of pairs) {
    const value = pair.slice(pair.indexOf("=") + 1);
    secrets.push(["cookie", value]);
    const sid = await decodeSession(value);
    if (sid) secrets.push(["session id", sid]);
  }
  return pairs.join("; ");
}

async function readsCode(mobile: string | null): Promise<string> {
  const code = await latestCode(mobile ?? "");
  codes.add(code);
  return code;
}

function keepsKey(answer: ActionAnswer): string {
  const { minted } = dataOf<{ minted: { keyId: string; secret: string } }>(answer);
  secrets.push(["key secret", minted.secret]);
  return minted.keyId;
}

async function aPersonWithPassword(options: MemberOptions) {
  const member = await aMember(options);
  const password = aPassword("right");
  const hash = await hashPassword(password);
  await db().execute(sql`update users set password_hash = ${hash} where id = ${member.userId}`);
  const logIn = (tried: string) =>
    callAction({ action: "logInAction", fields: { email: member.email, password: tried } });
  return { member, password, logIn };
}

async function replacesAKeyWithACode(): Promise<Caller> {
  const { member, password, logIn } = await aPersonWithPassword({ mobile: true });
  await logIn(aPassword("wrong"));
  await callAction({
    action: "logInAction",
    fields: { email: "nobody@tests.test", password: aPassword("nobody's") },
  });
  const caller = new Caller(member, await keepCookie(await logIn(password)));
  const keyId = keepsKey(await caller.call("generateKeyAction", fieldsFor("generateKeyAction")));
  const ask = () =>
    caller.call("requestCodeAction", { purpose: "regenerate", mode: "test", keyId });
  const { challengeId } = dataOf<{ challengeId: string }>(await ask());
  const code = await readsCode(member.mobile);
  const regenerate = { ...fieldsFor("regenerateKeyAction", keyId), challengeId };
  const wrong = `${(Number(code) + 1) % 1_000_000}`.padStart(6, "0");
  codes.add(wrong);
  const failed = await caller.call("regenerateKeyAction", { ...regenerate, code: wrong });
  expect(failed.state).toMatchObject({ code: "wrong_code" });
  keepsKey(
    await caller.call("regenerateKeyAction", { ...regenerate, code, choice: "in-24-hours" }),
  );
  await caller.call("regenerateKeyAction", { ...regenerate, requestId: randomUUID(), code });
  return caller;
}

async function logsInWithAnOtp(): Promise<void> {
  const { member, password, logIn } = await aPersonWithPassword({
    mobile: true,
    isTwoStepOn: true,
  });
  const asked = await logIn(password);
  const pending = await keepCookie(asked);
  const { challengeId } = dataOf<{ challengeId: string }>(asked);
  const fields = { challengeId, code: await readsCode(member.mobile) };
  const done = await callAction({ action: "verifyLoginAction", fields, cookie: pending });
  const caller = new Caller(member, await keepCookie(done));
  const keyId = keepsKey(
    await caller.call("generateKeyAction", fieldsFor("generateKeyAction", "", "live")),
  );
  keepsKey(
    await caller.call("regenerateKeyAction", fieldsFor("regenerateKeyAction", keyId, "live")),
  );
  await caller.call("logOutAction");
}

async function verifiesAMobile(): Promise<void> {
  const { member, password, logIn } = await aPersonWithPassword({});
  const caller = new Caller(member, await keepCookie(await logIn(password)));
  const mobile = aMobile(member.org);
  await caller.call("sendMobileCodeAction", { mobile, password: aPassword("wrong again") });
  const sent = await caller.call("sendMobileCodeAction", { mobile, password });
  const { challengeId } = dataOf<{ challengeId: string }>(sent);
  await keepCookie(
    await caller.call("confirmMobileAction", { challengeId, code: await readsCode(mobile) }),
  );
}

/** The same while the database refuses: what fails is logged, and must not quote what was sent. */
async function failsInTheMiddle(caller: Caller): Promise<void> {
  const { password, logIn } = await aPersonWithPassword({});
  await db().execute(sql`alter table audit_events rename to audit_events_away`);
  for (const answer of [
    await logIn(password),
    await logIn(aPassword("wrong meanwhile")),
    await caller.call("generateKeyAction", fieldsFor("generateKeyAction", "", "live")),
  ]) {
    expect(answer.state).toEqual({ status: "failed", incident: expect.stringMatching(/^inc_/) });
  }
  await db().execute(sql`alter table audit_events_away rename to audit_events`);
}

async function sendsSecretsWhereNoneBelong(): Promise<void> {
  const canary = `canary-${randomUUID()}`;
  secrets.push(["canary", canary]);
  const headers = {
    authorization: `Bearer ${canary}`,
    cookie: `__Host-keydesk-session=${canary}; x=${canary}`,
  };
  for (const path of ["/login", "/account-settings/api-keys", `/api/auth/session?token=${canary}`])
    await send({ path, headers });
  await send({ path: "/api/auth/_log", method: "POST", body: canary });
  await callAction({
    action: { id: "7f".repeat(21), name: "", path: "/login" },
    fields: { password: canary },
  });
}

test("after everything people do, right and wrong, no secret is in a table, a log, a data file or the WAL (G-3)", async ({
  stack,
}) => {
  test.slow();
  const dataDir = stack.dataDir ?? "";
  const before = new Set(
    [...(await readCluster(dataDir)).values()].flatMap((bytes) => [...sixDigits(bytes)]),
  );
  const caller = await replacesAKeyWithACode();
  await logsInWithAnOtp();
  await verifiesAMobile();
  await failsInTheMiddle(caller);
  await sendsSecretsWhereNoneBelong();
  // The token of a link is in the mail and nowhere else, before and after it was used.
  const token = await pressNotMe(caller.member.email, /was regenerated/);
  secrets.push(["link token", token]);
  expect([secrets.length >= 20, codes.size >= 4]).toEqual([true, true]);

  const log = readFileSync(stack.logFile, "utf8");
  const workerLog = readFileSync(stack.workerLogFile ?? "", "utf8");
  expect(workerLog).toContain("message sent");
  expect(log).toContain("action failed");
  const places = new Map<string, Buffer | string>(await readCluster(dataDir));
  places
    .set("the tables", await readAllTables())
    .set("the log", log)
    .set("the worker's log", workerLog);
  const found: string[] = [];
  for (const [place, content] of places) {
    for (const [what, secret] of secrets) {
      if (formsOf(secret).some((form) => content.includes(form))) found.push(`${what} in ${place}`);
    }
    const digits = sixDigits(content);
    for (const code of codes)
      if (digits.has(code) && !before.has(code)) found.push(`a code in ${place}`);
  }
  expect(found).toEqual([]);
  // What may be stored is found by the same search: the rows, a data file and the WAL were really read.
  const holding = [...places].filter(([, content]) => content.includes(caller.member.email));
  const names = holding.map(([place]) => place).join();
  for (const place of ["/base/", "/pg_wal/", "the tables"]) expect(names).toContain(place);
});
