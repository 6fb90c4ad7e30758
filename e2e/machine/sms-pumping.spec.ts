/** Somebody wants us to send SMS, as many as possible: counted at the gateway, whatever is tried (O-8, O-15). */

import { type Stack, sharedSecrets, startStack } from "@/bin/stack/stack";
import { expect, test } from "@/e2e/fixtures";
import { type Caller, callerOf } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, type TestMember, testPassword } from "@/lib/testing/people";

test.describe.configure({ mode: "default", timeout: 120_000 });

const perHour = 5;
const perAddress = 20;
let stack: Stack;

test.beforeAll(async () => {
  stack = await startStack({
    databaseUrl: process.env.DATABASE_URL ?? "",
    env: {
      ...sharedSecrets(),
      TRUSTED_PROXY_HOPS: "1",
      OTP_RESEND_SECONDS: "1",
      OTP_SENDS_PER_HOUR: `${perHour}`,
      OTP_SENDS_PER_DAY: "10",
      OTP_SENDS_PER_HOUR_PER_ADDRESS: `${perAddress}`,
    },
  });
});

test.afterAll(() => stack?.stop());

const textsTo = async (mobile: string | null) =>
  (await messagesTo(mobile ?? "", `${stack.inboxUrl}/messages`)).length;

/** Everything in a logged-in person's reach that may cause an SMS. */
async function asksOf(member: TestMember) {
  const { keyId } = await aKey(await actorOf(member, await aSession(member)));
  return [
    ...["regenerate", "deactivate", "extend"].map((purpose) => ({
      action: "requestCodeAction",
      fields: { purpose, mode: "test", keyId },
    })),
    ...["two-step", "change-mobile", "own-role"].map((purpose) => ({
      action: "requestCodeAction",
      fields: { purpose },
    })),
  ];
}

const from = (address: string) => ({ headers: { "x-forwarded-for": address } });

test("a thousand requests of one person, from many sessions and addresses, for every purpose, are five SMS", async () => {
  const member = await aMember({ mobile: true, hasPassword: true });
  const asks = await asksOf(member);
  const sessions = await Promise.all(
    Array.from({ length: 5 }, () => callerOf(member, { port: stack.port })),
  );
  const refusals = new Map<string, number>();
  const ask = async (index: number) => {
    const caller = sessions[index % sessions.length] as Caller;
    const { action, fields } = asks[index % asks.length] as (typeof asks)[number];
    const spoofed = `10.${index >> 8}.${index & 255}.1, 198.51.${index >> 8}.${index & 255}`;
    const { state } = await caller.call(action, fields, from(spoofed));
    const code = state?.status === "refused" ? state.code : `${state?.status}`;
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  };
  for (let index = 0; index < 1_000; index += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, more) => ask(index + more)));
  }
  expect(await textsTo(member.mobile)).toBe(perHour);
  expect(refusals.get("done")).toBe(perHour);
  // How many come within the gap of a resend is the clock's business.
  const expected = ["done", "sent_too_often", "sent_too_soon"];
  expect([...refusals.keys()].filter((code) => !expected.includes(code))).toEqual([]);
});

test("thirty people behind one address are twenty SMS, whatever they write into X-Forwarded-For", async () => {
  const members = await Promise.all(Array.from({ length: 30 }, () => aMember({ mobile: true })));
  for (const [index, member] of members.entries()) {
    const caller = await callerOf(member, { port: stack.port });
    const fields = { purpose: "two-step" };
    await caller.call("requestCodeAction", fields, from(`10.0.0.${index}, 203.0.113.77`));
  }
  const counts = await Promise.all(members.map(({ mobile }) => textsTo(mobile)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(perAddress);
});

test("numbers that cost, and numbers abroad, reach no gateway", async () => {
  const member = await aMember({ hasPassword: true });
  const caller = await callerOf(member, { port: stack.port });
  for (const mobile of ["+14155550123", "+911900123456", "+882161234567"]) {
    const fields = { ...fieldsFor("sendMobileCodeAction"), mobile, password: testPassword };
    const { state } = await caller.call("sendMobileCodeAction", fields, from("203.0.113.78"));
    expect(state, mobile).toMatchObject({ status: "refused", code: "mobile_not_accepted" });
    expect(await textsTo(mobile)).toBe(0);
  }
});
