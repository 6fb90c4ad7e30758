/**
 * What the three processes write while everything that reaches them is hostile: one JSON line for each event, no whole
 * number, and for each failure its cause under the incident id that the person saw (G-4, G-9, G-10, G-11).
 */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test as people } from "@/e2e/fixtures";
import { type LogStack, linesOf, startLogStack } from "@/e2e/stacks/log-stack";
import { workerFixture } from "@/e2e/stacks/own-stack";
import { ask } from "@/e2e/wire/ask";
import type { ActionAnswer } from "@/e2e/wire/call-action";
import { aCaller, type Caller, callerOf } from "@/e2e/wire/caller";
import { expectAlive } from "@/e2e/wire/expect-no-fault";
import { planted, sendsHostileRequests, sendsWhatNextLogs } from "@/e2e/wire/hostile-requests";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { mintCredentials } from "@/lib/api-keys/secret";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import { aMember, aMobile, testPassword } from "@/lib/testing/people";

const test = people.extend<object, { stack: LogStack }>({ stack: workerFixture(startLogStack) });
test.describe.configure({ mode: "default" });

const dataOf = <T>(answer: ActionAnswer) => (answer.state as unknown as { data: T }).data;

async function asksTheAuthorizer(url: string, text: string): Promise<void> {
  const key = mintCredentials(orgs.razorpay, "live");
  const path = `/authorize?mode=${encodeURIComponent(text)}`;
  for (const keyId of [text, `${key.keyId}${text}`, key.keyId]) {
    await ask(url, { keyId, secret: key.secret }, { path });
    for (let time = 0; time < 3; time++) await ask(url, { keyId, secret: `${key.secret}x` });
  }
}

/** As only a hole elsewhere could have put it there. */
async function leavesAHostileMessage({ member }: Caller, text: string): Promise<void> {
  await db().execute(sql`update users set name = ${text} where id = ${member.userId}`);
  await db().execute(sql`insert into outbox (id, org_id, channel, recipient, kind, facts)
    values (${`planted ${text}`}, ${member.org.id}, 'email', ${`${text}@x`}, ${text}, '{}')`);
}

test("whatever is sent, each line of each log is one JSON line (G-4, G-10)", async ({ stack }) => {
  test.slow();
  const caller = await aCaller({ mobile: true });
  for (const text of planted) {
    await sendsHostileRequests(caller, text);
    await asksTheAuthorizer(stack.authorizerUrl, text);
    await leavesAHostileMessage(caller, text);
  }
  await sendsWhatNextLogs(caller);
  await expect
    .poll(() =>
      linesOf(stack.readLogs().worker).filter(({ kind }) => `${kind}`.includes("planted")),
    )
    .not.toEqual([]);
  for (const [service, text] of Object.entries(stack.readLogs())) {
    expect(text, service).not.toMatch(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}\u202e]/u);
    const lines = linesOf(text);
    for (const line of lines) {
      expect(line).toMatchObject({ service, level: expect.any(Number), msg: expect.any(String) });
      expect(line.level).not.toBe(60);
      expect(JSON.stringify(line).length).toBeLessThan(16_384);
    }
    expect(lines.length, service).toBeGreaterThan(2);
  }
  const { dashboard, authorizer } = stack.readLogs();
  expect(dashboard).toContain("content security policy violation");
  expect(dashboard).toContain("Failed to find Server Action");
  expect(authorizer).toContain("many failures in a minute");
});

test("a page, a route and an action that fail say one sentence and an incident, whose cause is in the log (G-9)", async ({
  stack,
  personOf,
}) => {
  const member = await aMember();
  const person = await personOf(member);
  const caller = await callerOf(member);
  const whole = await caller.get("/api/auth/session");
  expect(whole.body).toContain(member.email);
  await db().execute(sql`alter table sessions rename to sessions_away`);
  const session = await caller.get("/api/auth/session");
  const action = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  await person.opens("/account-settings/api-keys");
  await expect(person.page.getByRole("alert").filter({ hasText: "on our side" })).toBeVisible();
  const shown = (await person.page.locator("code").innerText()).trim();
  const html = await person.page.content();
  await db().execute(sql`alter table sessions_away rename to sessions`);

  // "You are not logged in" would lead its reader to the login, away from a secret that is shown once.
  expect([session.status, session.headers["set-cookie"]]).toEqual([500, undefined]);
  expect(action.state).toMatchObject({ status: "failed" });
  const { incident } = action.state as { incident: string };
  for (const text of [session.body, action.body, html])
    expect(text).not.toMatch(/Failed query|sid_hash|does not exist|42P01|\n\s+at /);
  const lines = linesOf(stack.readLogs().dashboard);
  const ofIncident = (id: string) => lines.filter((line) => line.incident === id);
  for (const [id, route] of [
    [incident, undefined],
    [shown, "/account-settings/api-keys"],
  ]) {
    const [line] = ofIncident(id ?? "");
    const cause = expect.objectContaining({ sqlstate: "42P01" });
    expect(line, `${route}`).toMatchObject({ level: 50, err: { message: "Failed query", cause } });
    if (route) expect(line?.path).toBe(route);
  }
  expect(lines.filter(({ path }) => path === "/api/auth/session")).not.toEqual([]);
  // Next says errors of its own accord too, with the query and its values.
  expect(stack.readLogs().dashboard).not.toMatch(/sid_hash|params:|select s\.id/);
  await expectAlive();
  await person.button("Try again").click();
  await expect(person.page.getByRole("heading", { name: "API Keys" })).toBeVisible();
});

test("however the gateway answers, no log holds a whole number or a code (G-11, G-3)", async ({
  stack,
}) => {
  const numbers: string[] = [];
  for (const answer of [{ status: 200 }, { status: 400 }, { status: 503 }, "hang up"] as const) {
    stack.gatewayAnswers(answer);
    const member = await aMember({ mobile: true, hasPassword: true });
    const caller = await callerOf(member);
    const fresh = aMobile(member.org);
    numbers.push(member.mobile ?? "", fresh);
    await caller.call("generateKeyAction", fieldsFor("generateKeyAction", "", "live"));
    const startsChange = { mobile: fresh, password: testPassword };
    await caller.call("startMobileChangeAction", startsChange);
    await caller.call("requestCodeAction", { purpose: "generate", mode: "test" });
    await caller.call("sendMobileCodeAction", startsChange);
  }
  const logs = Object.values(stack.readLogs()).join("\n");
  expect(logs).toMatch(/the SMS gateway refused[\s\S]*the SMS gateway did not answer/);
  for (const number of numbers) {
    const national = number.slice(-10);
    for (const form of [number, national, encodeURIComponent(number)])
      expect(logs).not.toContain(form);
  }
  expect(logs).not.toMatch(/%2B\d{8}|\+\d{8}| OTP to /);
});

test("few entered codes and a brand's daily cap raise an alarm in the log, and the cap holds (O-15, R-22)", async ({
  stack,
}) => {
  stack.gatewayAnswers({ status: 200 });
  const asksForACode = async (org: OrgId) => {
    const caller = await aCaller({ org, mobile: true });
    const made = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
    const { keyId } = dataOf<{ minted: { keyId: string } }>(made).minted;
    return caller.call("requestCodeAction", { purpose: "regenerate", mode: "test", keyId });
  };
  const alarms = () =>
    linesOf(stack.readLogs().dashboard).flatMap(({ alarm, level }) =>
      alarm ? [`${alarm} ${level}`] : [],
    );
  const { challengeId } = dataOf<{ challengeId: string }>(await asksForACode("axis"));
  /** As if so many had been sent to other people within the hour. */
  const moreWereSent = (count: number) =>
    db().execute(sql`insert into otp_challenges (id, org_id, user_id, session_id, purpose, mode, key_id, mobile,
        expires_at, sent_at, voided_at)
      select gen_random_uuid()::text, org_id, user_id, session_id, purpose, mode, key_id, mobile,
        expires_at, sent_at, now()
      from otp_challenges, generate_series(1, ${count}) where id = ${challengeId}`);
  await moreWereSent(100);
  expect(alarms()).toEqual([]);
  expect((await asksForACode("axis")).state).toMatchObject({ status: "done" });
  await expect.poll(alarms).toEqual(["otp.rarely_entered 50"]);
  await moreWereSent(50);
  const sent = stack.sent();
  expect((await asksForACode("axis")).state).toMatchObject({ code: "sent_too_often" });
  await expect.poll(() => alarms().at(-1)).toBe("otp.daily_cap 50");
  expect(stack.sent()).toBe(sent);
  expect((await asksForACode("razorpay")).state).toMatchObject({ status: "done" });
});
