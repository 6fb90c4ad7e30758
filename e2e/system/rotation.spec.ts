/**
 * Every secret is changed under load, as docs/operations.md ("Changing secrets") says: known, used, and the old one
 * forgotten, each time by restarting two of everything in turn. Nobody is logged out or locked out, and no request
 * fails (D28, R-10).
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { trySend } from "@/bin/process/http";
import { gatewayToken } from "@/bin/stack/servers";
import { transaction } from "@/db/client";
import { expect, type RotatingStack, withRotatingStack } from "@/e2e/stacks/rotating-stack";
import { callAction } from "@/e2e/wire/call-action";
import { Caller } from "@/e2e/wire/caller";
import { enterCode, enterPassword } from "@/e2e/wire/log-in";
import { oneOf, repeat } from "@/e2e/wire/repeat";
import type { Credentials } from "@/lib/api-keys/secret";
import { replaceRecoveryCodes } from "@/lib/factors/recovery-codes";
import { anApp, appCode, restApp } from "@/lib/testing/authenticator";
import { basic } from "@/lib/testing/basic";
import { latestCode, mailedLink } from "@/lib/testing/inbox/read-inbox";
import { aMember, type TestMember, testPassword } from "@/lib/testing/people";
import { aSecret, ringNames } from "@/lib/testing/rings";

const rings = ringNames.filter((name) => name !== "SEALING_KEYS");
const old = Object.fromEntries(rings.map((name) => [name, aSecret()]));
const fresh = Object.fromEntries(ringNames.map((name) => [name, `b:${aSecret()}`]));
const [oldToken, newToken] = [randomBytes(32).toString("hex"), randomBytes(32).toString("hex")];

/** What every process is given, step by step. Before the first there were no ids, and no SEALING_KEYS. */
const before = { ...old, AUTHORIZER_TOKEN: oldToken };
const oldOf = (name: string) => old[name] ?? old.OTP_PEPPER ?? "";
const all = (make: (name: string) => string) =>
  Object.fromEntries(ringNames.map((name) => [name, make(name)]));
const known = {
  ...all((name) => `${oldOf(name)},${fresh[name]}`),
  AUTHORIZER_TOKEN: `${newToken},${oldToken}`,
};
const used = all((name) => `${fresh[name]},${oldOf(name)}`);
const alone = { ...fresh, AUTHORIZER_TOKEN: newToken };

const test = withRotatingStack(before);
const newPassword = "another-long-enough-password";

async function makePeople() {
  const withApp = await aMember({ hasPassword: true, isTwoStepOn: true, mobile: true });
  const owner = { orgId: withApp.org.id, userId: withApp.userId };
  return {
    withApp,
    app: await anApp(withApp),
    recoveryCodes: await transaction((tx) => replaceRecoveryCodes(tx, owner)),
    withPhone: await aMember({ hasPassword: true, isTwoStepOn: true, mobile: true }),
    forgetful: [await aMember({ hasPassword: true }), await aMember({ hasPassword: true })],
    working: await aMember({ hasPassword: true }),
    later: await aMember({ hasPassword: true }),
    coming: await aMember({ hasPassword: true }),
  };
}

type People = Awaited<ReturnType<typeof makePeople>>;

/** Somebody works, somebody logs in again and again, and a program calls the API. */
function startLoad(stack: RotatingStack, { working, coming }: People, now: Now) {
  const api = repeat(20, async (turn) => {
    const headers = {
      authorization: basic(now.key),
      ...gatewayToken({ AUTHORIZER_TOKEN: now.token }),
    };
    const ask = (port: number) => trySend({ port, path: "/authorize?mode=test", headers });
    return `${(await oneOf(stack.authorizers, turn)(ask)).status}`;
  });
  const pages = repeat(100, async (turn) => {
    const ask = (port: number) => {
      const headers = { host: `razorpay.localhost:${port}`, cookie: now.session };
      return trySend({ port, path: turn % 5 === 0 ? "/api/auth/session" : "/", headers });
    };
    const { status, body } = await oneOf(stack.dashboards, turn)(ask);
    return status === 200 && body.includes(working.name) ? "known" : `${status}`;
  });
  const logins = repeat(1_000, async (turn) => {
    const tryOnce = async (port: number) => {
      const login = await enterPassword(coming, port).catch(() => null);
      return { status: login ? login.answer.status : 0, isIn: Boolean(login?.session) };
    };
    const { status, isIn } = await oneOf(stack.dashboards, turn)(tryOnce);
    return isIn ? "in" : `${status}`;
  });
  return { api, pages, logins };
}

/** What the load uses at the moment. */
interface Now {
  key: Credentials;
  session: string;
  token: string;
}

async function newKey(member: TestMember, session: string, port: number): Promise<Credentials> {
  const fields = { mode: "test", requestId: crypto.randomUUID() };
  const { state } = await new Caller(member, session, port).call("generateKeyAction", fields);
  const { data } = state as unknown as { data: { minted: Credentials } };
  return { keyId: data.minted.keyId, secret: data.minted.secret };
}

/** Restarts everything between the first and the second half of what people do. */
async function restartMeanwhile(
  stack: RotatingStack,
  people: People,
  changes: Record<string, string>,
  n: number,
): Promise<void> {
  const [one = 0, two = 0] = stack.dashboards;
  const { withApp, withPhone, app, recoveryCodes } = people;
  const forgetful = people.forgetful[n] as TestMember;
  const byPhone = await enterPassword(withPhone, one);
  const byApp = await enterPassword(withApp, two);
  const byRecovery = await enterPassword(withApp, one);
  await stack.restartWith(changes, async () => {
    const fields = { email: forgetful.email };
    await callAction({ action: "requestResetAction", fields, port: one });
  });
  const sent = await latestCode(withPhone.mobile ?? "");
  expect(await enterCode(byPhone, sent, two), "by SMS").not.toBe("");
  await restApp(withApp);
  expect(await enterCode(byApp, await appCode(app), one), "by app").not.toBe("");
  const spare = recoveryCodes[n] ?? "";
  expect(await enterCode(byRecovery, spare, two, "recoverLoginAction"), "by recovery").not.toBe("");
  const link = new URL(await mailedLink(forgetful.email, "/reset-password"), "http://mail.test");
  const fields = { token: link.searchParams.get("token") ?? "", password: newPassword };
  const reset = await callAction({ action: "resetPasswordAction", fields, port: one });
  expect(reset.location, "the link in the mail").toBe("/login?reset=1");
}

test("each secret is changed under load by rolling restarts, and nobody is logged out or locked out (D28)", async ({
  stack,
}) => {
  test.setTimeout(180_000);
  const people = await makePeople();
  const { working, withApp, withPhone, app } = people;
  const [one = 0, two = 0] = stack.dashboards;
  const { session } = await enterPassword(working, one);
  const now: Now = { key: await newKey(working, session, one), session, token: oldToken };
  const load = startLoad(stack, people, now);
  const startedAt = performance.now();
  try {
    await restartMeanwhile(stack, people, known, 0);
    now.token = newToken;
    const logins = await stack.logins();
    await restartMeanwhile(stack, people, { ...used, ...logins }, 1);

    // Whatever was made with the old secrets is made anew, by those whom it belongs to.
    const oldSession = now.session;
    now.session = (await enterPassword(working, two)).session;
    const byPassword = await enterPassword(people.later, one);
    const oldKey = now.key.keyId;
    now.key = await newKey(people.later, byPassword.session, one);
    // What was asked with the old one a moment ago is answered.
    await sleep(500);
    await stack.query(
      `update api_keys set replaced_at = now(), deactivates_at = now() where key_id = '${oldKey}'`,
    );
    await enterPassword(withPhone, one);
    await restApp(withApp);
    const byApp = await enterCode(await enterPassword(withApp, one), await appCode(app), two);
    const remade = await new Caller(withApp, byApp, one).call("remakeRecoveryCodesAction", {
      password: testPassword,
    });
    const { data: codes } = remade.state as unknown as { data: string[] };
    await stack.restartWith(alone);

    const byPhone = await enterPassword(withPhone, one);
    expect(await enterCode(byPhone, await latestCode(withPhone.mobile ?? ""), two)).not.toBe("");
    await restApp(withApp);
    expect(await enterCode(await enterPassword(withApp, one), await appCode(app), two)).not.toBe(
      "",
    );
    const spare = await enterPassword(withApp, two);
    expect(await enterCode(spare, codes[0] ?? "", one, "recoverLoginAction")).not.toBe("");
    // One of those who forgot a password has not come since, and that is said.
    const ready = await new Caller(working, "", one).get("/api/ready");
    expect(ready.body).toBe(
      "ready\nPASSWORD_PEPPERS lacks the id 0, with which passwords were hashed: their owners cannot log in.\n",
    );
    // The old secrets are indeed gone.
    const gone = await new Caller(working, oldSession, one).get("/");
    expect(gone.status).toBe(307);
  } finally {
    await Promise.all(Object.values(load).map((one) => one.stop()));
  }
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const { api, pages, logins } = load;
  process.stdout.write(
    `Fifteen restarts in ${seconds} s: ${JSON.stringify({ api: api.counts, pages: pages.counts, logins: logins.counts })}\n`,
  );
  expect(Object.keys(api.counts)).toEqual(["204"]);
  expect(Object.keys(pages.counts)).toEqual(["known"]);
  expect(Object.keys(logins.counts)).toEqual(["in"]);
});
