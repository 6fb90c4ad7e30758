/** The SMS gateway is away, fails, hangs or hangs up: nothing is lost, nothing is spent, nothing is sent twice (R-7, O-20). */
import { readFile } from "node:fs/promises";
import { sql } from "drizzle-orm";
import { type Stack, sharedSecrets, startStack } from "@/bin/stack/stack";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { type BadGateway, makeBadGateway } from "@/e2e/servers/sms-gateway";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller, Caller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { eventsOf } from "@/e2e/wire/snapshot";
import { aMember, testPassword } from "@/lib/testing/people";

test.describe.configure({ mode: "default" });

let gateway: BadGateway;
let stack: Stack;

test.beforeAll(async () => {
  gateway = await makeBadGateway();
  // Two codes an hour: a try that was not sent must not be one of them.
  const { url, simSwapUrl } = gateway;
  const limits = {
    OTP_SENDS_PER_HOUR: "2",
    SMS_GATEWAY_URL: url,
    SMS_SIM_SWAP_URL: simSwapUrl,
  };
  const databaseUrl = process.env.DATABASE_URL ?? "";
  stack = await startStack({ databaseUrl, env: { ...sharedSecrets(), ...limits } });
});

test.afterAll(async () => {
  await gateway?.is("away");
  await stack?.stop();
});

test.beforeEach(() => gateway.is("away"));

interface Sent {
  status: string;
  data: { challengeId: string };
}

/** An owner with a Test key and a mobile, whose session no OTP covers. */
async function anOwnerWithAKey() {
  const caller = await aCaller({ mobile: true, port: stack.port });
  const made = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  const { keyId } = (made.state as unknown as { data: { minted: { keyId: string } } }).data.minted;
  const ask = () =>
    caller.call("requestCodeAction", { purpose: "regenerate", mode: "test", keyId });
  const regenerate = async (sent: unknown) => {
    const { challengeId } = (sent as Sent).data;
    const code = gateway.codeFor(caller.member.mobile);
    const fields = { ...fieldsFor("regenerateKeyAction", keyId), challengeId, code };
    return (await caller.call("regenerateKeyAction", fields)).state;
  };
  return { caller, mobile: caller.member.mobile, ask, regenerate };
}

async function challengesOf({ member }: Caller) {
  const result = await db().execute<{
    attempts: number;
    sent: boolean;
    unsent: boolean;
    hashed: boolean;
  }>(sql`
    select attempts, sent_at is not null as sent, unsent_at is not null as unsent, code_hash is not null as hashed
    from otp_challenges where user_id = ${member.userId} order by created_at`);
  return result.rows;
}

test("without a gateway people log in without an OTP, read their keys and generate (R-7)", async () => {
  const member = await aMember({ hasPassword: true });
  const fields = { email: member.email, password: testPassword };
  const answer = await callAction({ action: "logInAction", fields, port: stack.port });
  expect(answer.location).toBe("/");
  const cookie = answer.setCookies[0]?.split(";")[0] ?? "";
  const caller = new Caller(member, cookie, stack.port);
  const made = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  expect(made.state).toMatchObject({ status: "done" });
  const page = await caller.get("/account-settings/api-keys");
  expect([page.status, page.body]).toEqual([200, expect.stringContaining("rzp_test_")]);
});

for (const mood of ["away", "failing"] as const) {
  test(`while the gateway is ${mood}, asking says so and spends nothing; afterwards the code comes at once (O-20)`, async () => {
    const { caller, mobile, ask, regenerate } = await anOwnerWithAKey();
    await gateway.is(mood);
    for (let time = 0; time < 4; time++) {
      const { state } = await ask();
      expect(state).toMatchObject({ status: "refused", code: "sms_unavailable" });
    }
    const unsent = { attempts: 0, sent: false, unsent: true, hashed: false };
    expect(await challengesOf(caller)).toEqual([unsent, unsent, unsent, unsent]);
    const events = (await eventsOf(caller.member)).filter((event) => event.startsWith("otp."));
    expect(events).toEqual(Array(4).fill("otp.unsent"));
    await gateway.is("well");
    const { state } = await ask();
    expect(state).toMatchObject({ status: "done" });
    expect(await regenerate(state)).toMatchObject({ status: "done" });
    expect(new Set(gateway.sentTo(mobile).map(({ reference }) => reference)).size).toBe(
      mood === "away" ? 1 : 5,
    );
  });
}

for (const mood of ["hanging", "hanging up"] as const) {
  test(`a gateway that takes the SMS and then is ${mood} gets it again under the same reference only, and the code works`, async () => {
    const { caller, mobile, ask, regenerate } = await anOwnerWithAKey();
    await gateway.is(mood);
    const asking = ask();
    const other = await aCaller({ port: stack.port });
    const start = performance.now();
    expect((await other.get("/account-settings/api-keys")).status).toBe(200);
    expect(performance.now() - start).toBeLessThan(3_000);
    const { state } = await asking;
    expect(state).toMatchObject({ status: "done" });
    const tries = gateway.sentTo(mobile);
    expect(new Set(tries.map(({ reference, body }) => `${reference} ${body}`)).size).toBe(1);
    expect(tries.length).toBeLessThanOrEqual(2);
    expect(await challengesOf(caller)).toEqual([
      { attempts: 0, sent: true, unsent: false, hashed: true },
    ]);
    expect(await regenerate(state)).toMatchObject({ status: "done" });
  });
}

test("a number whose SIM was changed lately gets no code, and its owner is told what to do (O-18)", async () => {
  const { mobile, ask, regenerate } = await anOwnerWithAKey();
  await gateway.is("well");
  gateway.swapped.add(mobile ?? "");
  for (let time = 0; time < 3; time++)
    expect((await ask()).state).toMatchObject({
      status: "refused",
      code: "sim_swapped",
      message: expect.stringContaining("Use your authenticator app"),
    });
  expect(gateway.sentTo(mobile)).toEqual([]);
  const alarms = (await readFile(stack.logFile, "utf8"))
    .split("\n")
    .filter((line) => line.includes('"alarm":"otp.sim_swapped"'));
  expect(alarms).toHaveLength(3);
  for (const line of alarms) expect(line).not.toContain(mobile ?? "none");
  gateway.swapped.clear();
  expect(await regenerate((await ask()).state)).toMatchObject({ status: "done" });
});

test("a login that needs an OTP waits for the gateway without asking for the password again (R-7)", async () => {
  const member = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
  const fields = { email: member.email, password: testPassword };
  const refused = await callAction({ action: "logInAction", fields, port: stack.port });
  expect(refused.state).toMatchObject({ status: "refused", code: "sms_unavailable" });
  const cookie = refused.setCookies[0]?.split(";")[0] ?? "";
  await gateway.is("well");
  const sent = await callAction({ action: "resendLoginCodeAction", cookie, port: stack.port });
  const { challengeId } = (sent.state as unknown as Sent).data;
  const guess = { challengeId, code: gateway.codeFor(member.mobile) };
  const done = await callAction({
    action: "verifyLoginAction",
    fields: guess,
    cookie,
    port: stack.port,
  });
  expect(done.location).toBe("/");
});
