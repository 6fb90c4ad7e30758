/** Who may send a state-changing request, and which header names the brand (W-1, W-8, W-9, S-11, D15). */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@/e2e/fixtures";
import { aCaller, Caller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, send, sendBytes, sharedPort, statusOf } from "@/e2e/wire/raw-request";
import { countKeys } from "@/e2e/wire/snapshot";

const action = "generateKeyAction";
const apiKeys = "/account-settings/api-keys";
const evil = "evil.test";

/** One file of the build that a browser loads. */
function aStaticFile(): string {
  const chunks = join(process.env.KEYDESK_E2E_BUILD ?? "", ".next/static/chunks");
  const file = readdirSync(chunks).find((name) => name.endsWith(".js"));
  return `/_next/static/chunks/${file}`;
}

test("a post that does not say where it comes from, or comes from elsewhere, is refused (W-1)", async () => {
  const caller = await aCaller();
  const own = `http://${hostOf(caller.brandHost)}`;
  const foreign: Record<string, string>[] = [
    { origin: "", "sec-fetch-site": "" },
    { origin: "null", "sec-fetch-site": "" },
    { origin: "null" },
    { origin: `http://${evil}`, "sec-fetch-site": "" },
    { origin: `http://${evil}` },
    { origin: `http://${hostOf("axis.localhost")}` },
    { origin: `http://${hostOf("localhost")}` },
    { origin: `http://x.${hostOf("razorpay.localhost")}` },
    { origin: `http://razorpay.localhost:${sharedPort() + 1}` },
    { origin: "http://razorpay.localhost" },
    { origin: `${own}.${evil}` },
    { origin: `${own}/path` },
    { origin: `http://u@${hostOf("razorpay.localhost")}` },
    { origin: `file://${hostOf("razorpay.localhost")}` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { "sec-fetch-site": "same-origin, cross-site" },
    { origin: "", "sec-fetch-site": "cross-site" },
    { origin: `http://${evil}`, "x-forwarded-host": evil },
    { origin: `http://${evil}`, referer: `${own}/` },
  ];
  for (const headers of foreign) {
    for (const more of [{}, { "next-action": "" }]) {
      const { status, body } = await caller.call(action, fieldsFor(action), {
        headers: { ...headers, ...more },
      });
      expect([status, body], JSON.stringify(headers)).toEqual([403, "Foreign origin\n"]);
    }
  }
  expect(await countKeys(caller.member)).toBe(0);
});

test("either sign of our own page is enough, and both together are (W-1)", async () => {
  for (const headers of [{}, { origin: "" }, { "sec-fetch-site": "" }]) {
    const caller = await aCaller();
    const { state } = await caller.call(action, fieldsFor(action), { headers: { ...headers } });
    expect(state, JSON.stringify(headers)).toMatchObject({ status: "done" });
  }
});

test("an address that no brand lives at gets 421, for pages, actions, static files and everything of Next's (W-8)", async () => {
  const caller = await aCaller();
  const paths = [
    "/",
    "/login",
    apiKeys,
    aStaticFile(),
    "/icon.svg",
    "/robots.txt",
    "/.well-known/security.txt",
    "/.well-known/change-password",
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/_next/data/x/login.json",
    "/api/auth/session",
    "/api/csp-report",
    "/nowhere",
  ];
  const hosts = [
    evil,
    "127.0.0.1",
    "",
    "razorpay.localhost.evil.test",
    "xrazorpay.localhost",
    "razorpay.localhost@evil.test",
    "razorpay.localhost:x",
    "razorpay.localhost, axis.localhost",
    "razorpay.localhost.",
  ];
  for (const host of hosts) {
    for (const path of paths) {
      const { status, headers } = await send({
        path,
        host,
        headers: { "x-forwarded-host": "razorpay.localhost" },
      });
      expect([400, 421], `${host} ${path}`).toContain(status);
      if (status === 421) expect(headers["cache-control"]).toBe("no-store");
    }
    const headers = { host: host || "-", origin: `http://${host}` };
    const posted = await caller.call(action, fieldsFor(action), { headers });
    expect([400, 421], `action at ${host}`).toContain(posted.status);
  }
  expect(await countKeys(caller.member)).toBe(0);
});

test("health and readiness answer at any address, and say nothing else (C-9)", async () => {
  for (const [path, word] of Object.entries({ "/api/health": "ok\n", "/api/ready": "ready\n" })) {
    for (const host of [evil, "127.0.0.1", "razorpay.localhost"]) {
      const { status, body } = await send({ path, host });
      expect([status, body], `${host}${path}`).toEqual([200, word]);
    }
  }
});

test("forwarding headers change neither the brand nor any redirect, cookie or body (S-11, D15)", async () => {
  const caller = await aCaller({ mobile: true });
  const spoofs: Record<string, string>[] = [
    { "x-forwarded-host": evil },
    { "x-forwarded-host": hostOf("axis.localhost") },
    { "x-forwarded-host": `${hostOf("razorpay.localhost")}, ${evil}` },
    { forwarded: `host=${evil};proto=https` },
    { "x-forwarded-proto": "javascript", "x-forwarded-port": "66666" },
    {
      "x-original-host": evil,
      "x-host": evil,
      "x-forwarded-server": evil,
      "x-original-url": "/api/health",
      "x-rewrite-url": "/api/health",
    },
  ];
  for (const headers of spoofs) {
    const label = JSON.stringify(headers);
    const login = await send({ path: "/login", headers });
    expect(login.body, label).toContain('data-brand="razorpay"');
    const answers = [
      login,
      await send({ path: apiKeys, headers }),
      await send({ path: "/api/auth/session", headers }),
      await caller.get("/", { headers }),
      await caller.get(apiKeys, { headers }),
      await caller.get("/api/auth/session", { headers }),
      await caller.call("switchModeAction", { mode: "test" }, { headers }),
      await caller.call("startOverAction", {}, { headers }),
    ];
    for (const { status, rawHeaders, body } of answers) {
      expect(status, label).toBeLessThan(400);
      expect(`${rawHeaders} ${body}`, label).not.toMatch(
        /evil\.test|66666|axis\.localhost|javascript:/i,
      );
    }
  }
});

test("two Host headers, or an address in the request line, open no brand's page for another address (W-8, W-14)", async () => {
  const good = hostOf("razorpay.localhost");
  const end = "Connection: close\r\n\r\n";
  const get = (target: string, hosts: string[]) => {
    const names = hosts.map((host) => `Host: ${host}\r\n`).join("");
    return sendBytes(`GET ${target} HTTP/1.1\r\n${names}${end}`);
  };
  for (const answer of [await get("/login", [evil, good]), await get("/login", [])]) {
    expect([400, 421]).toContain(statusOf(answer));
  }
  // Node believes the first of two; what the second says is nowhere in the answer.
  expect(await get("/login", [good, evil])).not.toContain(evil);
  // Next mirrors an address in the request line back to its sender (308), before any of our code runs.
  for (const [line, host] of [
    [evil, good],
    [good, evil],
    [evil, evil],
  ] as const) {
    const answer = await get(`http://${line}/login`, [host]);
    expect([308, 400, 421], `${line} at ${host}`).toContain(statusOf(answer));
    expect(answer).not.toContain("data-brand");
  }
  const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n`;
  const answer = await sendBytes(`GET http://${evil}/ HTTP/1.1\r\nHost: ${good}\r\n${upgrade}`);
  // It is closed without a word (0) or refused, and never switched to another protocol.
  expect([0, 308, 400, 421]).toContain(statusOf(answer));
});

test("one brand's cookie is nobody at another brand, on pages, actions and the session endpoint (W-9)", async () => {
  const { member, cookie } = await aCaller();
  const guest = new Caller(
    { ...member, org: { ...member.org, hosts: ["axis.localhost"] } },
    cookie,
  );
  expect((await guest.get(apiKeys)).headers.location).toBe("/login");
  expect((await guest.get("/api/auth/session")).body).toBe("{}");
  const answer = await guest.call(action, fieldsFor(action));
  expect([answer.location, answer.state]).toEqual(["/login", null]);
  expect(await countKeys(member)).toBe(0);
});
