/** What the dashboard tells Prometheus on its own port, and the id that links what one request caused. */
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { findFreePort } from "@/bin/process/ports";
import { db } from "@/db/client";
import { makeBadGateway } from "@/e2e/servers/sms-gateway";
import { expect, withOwnStack } from "@/e2e/stacks/own-stack";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { send } from "@/e2e/wire/raw-request";
import { aMember, testPassword } from "@/lib/testing/people";

const metricsPort = await findFreePort();
// Nothing listens there: each code fails, and says so in the log.
const gateway = await makeBadGateway();
const test = withOwnStack({
  env: { DASHBOARD_METRICS_PORT: `${metricsPort}`, SMS_GATEWAY_URL: gateway.url },
});
test.describe.configure({ mode: "default" });

async function readMetrics(): Promise<string> {
  const answer = await send({ port: metricsPort, path: "/metrics" });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** How much each series has grown since `before`; those that have not are left out. */
async function growth(before: string): Promise<Record<string, number>> {
  const after = seriesOf(await readMetrics());
  const earlier = seriesOf(before);
  const grown = [...after].map(
    ([name, value]) => [name, value - (earlier.get(name) ?? 0)] as const,
  );
  return Object.fromEntries(grown.filter(([, more]) => more !== 0));
}

function seriesOf(text: string): Map<string, number> {
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const cut = line.lastIndexOf(" ");
      return [line.slice(0, cut), Number(line.slice(cut + 1))];
    }),
  );
}

const requests = (route: string, method: string, status: number | string) =>
  `keydesk_http_requests_total{route="${route}",method="${method}",status="${status}"}`;

test("counts requests by route and status, and never by what a client made up", async () => {
  const before = await readMetrics();
  await send({ path: "/login?next=/usr_secret" });
  await send({ path: "/login", method: "HEAD" });
  await send({ path: "/account-settings/team" });
  for (const made of ["/usr_secret", "/login/usr_secret", "/api/usr_secret"]) {
    await send({ path: made });
  }
  await send({ path: "/login", host: "evil.example" });
  await send({ path: "/", method: "PURGE" });
  const grown = await growth(before);
  expect(grown).toMatchObject({
    [requests("/login", "GET", 200)]: 1,
    [requests("/login", "HEAD", 200)]: 1,
    [requests("/login", "GET", 421)]: 1,
    [requests("/account-settings/team", "GET", 307)]: 1,
    [requests("other", "GET", 404)]: 3,
    [requests("/", "other", 405)]: 1,
    'keydesk_http_request_seconds_count{route="/login"}': 3,
  });
  expect(await readMetrics()).not.toContain("usr_secret");
});

test("a client that goes before its answer is counted as gone", async () => {
  const before = await readMetrics();
  const caller = await aCaller();
  await db().transaction(async (tx) => {
    // The page waits for this lock, and the client does not.
    await tx.execute(sql`lock table sessions in access exclusive mode`);
    await caller.get("/account-settings/team", { timeoutMs: 500 }).catch(() => undefined);
  });
  await expect
    .poll(() => growth(before))
    .toMatchObject({ [requests("/account-settings/team", "GET", "gone")]: 1 });
});

test("counts logins by how they end, actions by what they answer, and SMS by what the gateway says", async () => {
  const before = await readMetrics();
  const member = await aMember({ hasPassword: true });
  const logIn = (password: string) =>
    callAction({ action: "logInAction", fields: { email: member.email, password } });
  await logIn("not the password");
  await logIn(testPassword);
  const owner = await aCaller({ mobile: true });
  await owner.call("requestCodeAction", { purpose: "two-step" });
  expect(await growth(before)).toMatchObject({
    'keydesk_logins_total{outcome="wrong_credentials"}': 1,
    'keydesk_logins_total{outcome="in"}': 1,
    'keydesk_actions_total{outcome="done"}': 1,
    'keydesk_actions_total{outcome="refused"}': 2,
    'keydesk_sms_total{purpose="otp",gateway="first",outcome="unable"}': 1,
    [requests("/login", "POST", 200)]: 2,
  });
});

test("shows the hashing queue, the pool, the event loop and the codes that are left", async () => {
  const series = seriesOf(await readMetrics());
  for (const name of [
    "keydesk_hashing_busy",
    "keydesk_hashing_waiting",
    "keydesk_pool_size",
    "keydesk_pool_busy",
    "keydesk_pool_waiting",
    "nodejs_eventloop_lag_p99_seconds",
    "process_resident_memory_bytes",
  ]) {
    expect(series.has(name), name).toBe(true);
  }
  for (const org of ["razorpay", "curlec", "axis"]) {
    for (const pool of ["own", "new"]) {
      expect(series.get(`keydesk_codes_left{org="${org}",pool="${pool}"}`)).toBe(50_000);
    }
  }
});

test("says nothing of anybody, and is on no other port", async () => {
  const text = await readMetrics();
  expect(text).not.toMatch(/@|\b(usr|mer|ses|inc|key|otc)_|rzp_|\+\d{6}/);
  expect((await send({ path: "/metrics" })).status).toBe(404);
  expect((await send({ port: metricsPort, path: "/login" })).status).toBe(404);
});

/** The dashboard's log lines that were written since. */
function linesSince(file: string, start: number): Record<string, unknown>[] {
  const lines = readFileSync(file, "utf8").slice(start).split("\n");
  return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
}

test("a request has the id that the proxy gives it, in its answer, its log lines and the trail", async ({
  stack,
}) => {
  const start = readFileSync(stack.logFile, "utf8").length;
  const owner = await aCaller({ mobile: true });
  const id = "0123456789abcdef0123456789abcdef";
  const answer = await owner.call(
    "requestCodeAction",
    { purpose: "two-step" },
    { headers: { "x-request-id": id } },
  );
  expect(answer.headers["x-request-id"]).toBe(id);
  const lines = linesSince(stack.logFile, start);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.map(({ request }) => request)).toEqual(lines.map(() => id));
  const trail = await db().execute<{ request_id: string }>(
    sql`select request_id from audit_events where user_id = ${owner.member.userId} and event = 'otp.unsent'`,
  );
  expect(trail.rows).toEqual([{ request_id: id }]);
});

test("what has not the form of an id is replaced, and every answer has one of its own", async () => {
  const wrong = ["", "short", "x".repeat(65), 'with"quote-and-more', "a b c d e f g h"];
  const ids = new Set<string>();
  for (const path of ["/login", "/api/health", "/icon.svg", "/nowhere", "/_next/static/none.js"]) {
    for (const id of wrong) {
      const { headers } = await send({ path, headers: { "x-request-id": id } });
      expect(headers["x-request-id"], `${path} ${id}`).toMatch(/^inc_[0-9A-Za-z]{20}$/);
      ids.add(`${headers["x-request-id"]}`);
    }
  }
  expect(ids.size).toBe(5 * wrong.length);
});

test("when something of ours fails, the incident that a person sees leads to the request's lines", async ({
  stack,
}) => {
  const owner = await aCaller({ isWebsiteVerified: false });
  const start = readFileSync(stack.logFile, "utf8").length;
  await db().execute(sql`alter table websites rename to websites_away`);
  try {
    const id = "fedcba9876543210";
    const headers = { "x-request-id": id };
    const fields = fieldsFor("submitWebsiteAction");
    const { state } = await owner.call("submitWebsiteAction", fields, { headers });
    expect(state).toEqual({ status: "failed", incident: id });
    const page = await owner.get("/account-settings/website", { headers });
    // The page is answered a moment before its line is written.
    await expect
      .poll(() => linesSince(stack.logFile, start).map(({ msg }) => msg))
      .toEqual(["action failed", "request failed"]);
    const lines = linesSince(stack.logFile, start);
    expect(page.body).toContain(`${lines[1]?.incident}`);
    expect(lines.map(({ request }) => request)).toEqual([id, id]);
  } finally {
    await db().execute(sql`alter table websites_away rename to websites`);
  }
});
