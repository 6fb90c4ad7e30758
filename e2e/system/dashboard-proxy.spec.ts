/** What nginx with deploy/nginx/dashboard.conf does for the dashboards behind it (W-4, W-8, W-11, W-13, G-3). */
import { readFileSync } from "node:fs";
import { connect } from "node:http2";
import { expect } from "playwright/test";
import { trySend } from "@/bin/process/http";
import { type Dashboards, withDashboards } from "@/e2e/stacks/two-dashboards";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, type RawAnswer, type RawRequest, send } from "@/e2e/wire/raw-request";
import { countKeys } from "@/e2e/wire/snapshot";
import { securityHeaders } from "@/lib/web/security-headers";

const test = withDashboards();
test.describe.configure({ mode: "default" });

const ask = ({ port, tls }: Dashboards, o: RawRequest): Promise<RawAnswer> =>
  send({ port, tls, ...o });

test("pages come by HTTP/2 and TLS, of the brand that the host names", async ({ site }) => {
  const { ca } = site.tls;
  for (const [name, brand] of [
    ["razorpay.localhost", "Razorpay"],
    ["curlec.localhost", "Curlec"],
  ] as const) {
    const session = connect(`https://127.0.0.1:${site.port}`, { ca, servername: name });
    const stream = session.request({ ":path": "/login", ":authority": `${name}:${site.port}` });
    let text = "";
    for await (const chunk of stream.setEncoding("utf8")) text += chunk;
    expect(session.alpnProtocol).toBe("h2");
    expect(text).toContain(brand);
    session.close();
  }
  expect((await ask(site, { path: "/login", host: "evil.test" })).status).toBe(421);
});

test("a person's changes work through it, whichever dashboard answers", async ({ site }) => {
  const caller = await aCaller({ mobile: true, otp: true });
  const headers = { origin: `https://${hostOf(caller.brandHost, site.port)}` };
  const { port, tls } = site;
  const page = await caller.get("/account-settings/api-keys", { port, tls });
  expect(page.status).toBe(200);
  const fields = fieldsFor("generateKeyAction");
  const { state } = await caller.call("generateKeyAction", fields, { port, tls, headers });
  expect(state?.status).toBe("done");
  expect(await countKeys(caller.member)).toBe(1);
});

test("the plain port leads names of ours to https, and nobody else anywhere", async ({ site }) => {
  const { plainPort } = site;
  const to = (host: string) => trySend({ port: plainPort, path: "/login?a=1", headers: { host } });
  const ours = await to("curlec.localhost");
  expect([ours.status, ours.headers.location]).toEqual([301, "https://curlec.localhost/login?a=1"]);
  for (const host of ["evil.test", "127.0.0.1", ""]) {
    const { status, headers } = await to(host);
    expect([host, [400, 421].includes(status), headers.location]).toEqual([host, true, undefined]);
  }
});

test("pages of two people are never mixed, and nothing of theirs is kept (W-13)", async ({
  site,
}) => {
  const { port, tls } = site;
  const callers = [await aCaller(), await aCaller()];
  for (let round = 0; round < 3; round++) {
    for (const caller of callers) {
      const { body, headers } = await caller.get("/api/auth/session", { port, tls });
      expect(body).toContain(caller.member.email);
      expect(headers["cache-control"]).toContain("no-store");
    }
  }
  expect((await ask(site, { path: "/api/auth/session" })).body).not.toContain("@");
});

/** The same on each answer, whoever gave it: nginx or a dashboard. */
function expectOurHeaders({ headers, rawHeaders }: RawAnswer): void {
  const wanted = securityHeaders();
  for (const name of [
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
  ]) {
    expect(headers[name], name).toBe(wanted[name]);
    expect(rawHeaders.filter((text) => text.toLowerCase() === name)).toHaveLength(1);
  }
  expect(headers.server ?? "nginx").toBe("nginx");
}

test("bodies over 64 kB are refused before a dashboard hears of them (W-11); every answer has our headers (W-4)", async ({
  site,
}) => {
  const big = { method: "POST", path: "/api/csp-report", body: "x".repeat(70_000) };
  const refused = [await ask(site, big), await ask(site, { ...big, isChunked: true })];
  for (const answer of refused) {
    expect(answer.status).toBe(413);
    expectOurHeaders(answer);
  }
  for (const path of ["/login", "/api/health", "/nothing/here"])
    expectOurHeaders(await ask(site, { path }));
});

test("an address that asks or posts without end is told to wait, and nobody else", async ({
  site,
}) => {
  const post = { method: "POST", path: "/api/csp-report", body: "{}" };
  const from = (localAddress: string) => ask(site, { ...post, localAddress });
  const flood = await Promise.all(Array.from({ length: 120 }, () => from("127.0.9.1")));
  const statuses = new Set(flood.map(({ status }) => status));
  expect([...statuses].sort()).toEqual([204, 429]);
  expect((await from("127.0.9.2")).status).toBe(204);
  const health = { path: "/api/health", localAddress: "127.0.9.3" };
  const asked = await Promise.all(Array.from({ length: 400 }, () => ask(site, health)));
  expect([...new Set(asked.map(({ status }) => status))].sort()).toEqual([200, 429]);
  expect((await ask(site, { path: "/login", localAddress: "127.0.9.1" })).status).toBe(200);
});

test("the log names the request as the dashboard does, and holds no token of a link (G-3)", async ({
  site,
}) => {
  const token = "t0kent0kent0kent0ken";
  const referer = `https://razorpay.localhost/not-me?token=${token}`;
  const headers = { referer, "x-request-id": "made-up-by-a-client" };
  const answer = await ask(site, { path: `/not-me?token=${token}`, headers });
  const read = () => readFileSync(site.accessLog, "utf8");
  await expect.poll(read).toContain('"path":"/not-me"');
  expect(read()).not.toContain(token);
  const last = JSON.parse(read().trim().split("\n").at(-1) ?? "");
  expect(last).toMatchObject({ method: "GET", requestId: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(answer.headers["x-request-id"]).toBe(last.requestId);
});

test("files of a build are kept for a year, and are there while no dashboard is; pages say 503 until one is back", async ({
  site,
}) => {
  const { body } = await ask(site, { path: "/login" });
  const file = /\/_next\/static\/[^"]+\.js/.exec(body)?.[0] ?? "";
  const first = await ask(site, { path: file });
  expect(first.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
  const [one, two] = site.dashboards;
  await one.stop();
  for (let time = 0; time < 6; time++)
    expect((await ask(site, { path: "/login" })).status).toBe(200);
  await two.stop();
  const kept = await ask(site, { path: `${file}?whatever=1` });
  expect([kept.status, kept.body === first.body]).toEqual([200, true]);
  const away = await ask(site, { path: "/login" });
  expect([away.status, away.headers["retry-after"]]).toEqual([503, "2"]);
  await one.start();
  await expect.poll(async () => (await ask(site, { path: "/login" })).status).toBe(200);
  await two.start();
});
