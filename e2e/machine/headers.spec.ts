/** What stands on every answer, whatever its status (W-3, W-4, W-5, W-12, W-18, K-4). */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@/e2e/fixtures";
import { encodeForm, findAction } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, type RawAnswer, send } from "@/e2e/wire/raw-request";
import { securityHeaders } from "@/lib/web/security-headers";

const apiKeys = "/account-settings/api-keys";
const static_ = join(process.env.KEYDESK_E2E_BUILD ?? "", ".next/static");
const files = () => readdirSync(static_, { recursive: true, encoding: "utf8" });
const aFile = (end: RegExp) => `/_next/static/${files().find((name) => end.test(name))}`;

/** One answer of every kind that the dashboard has, by a name that says which. */
async function crawl(headers: Record<string, string> = {}): Promise<Map<string, RawAnswer>> {
  const owner = await aCaller();
  const viewer = await aCaller({ role: "viewer", merchantId: owner.member.merchantId });
  const answers = new Map<string, RawAnswer>();
  const add = (name: string, answer: RawAnswer) => answers.set(`${name} ${answer.status}`, answer);
  for (const path of [
    "/login",
    apiKeys,
    "/nowhere",
    "/api/health",
    "/api/ready",
    "/api/auth/session",
    "/api/auth/csrf",
    "/icon.svg",
    "/robots.txt",
    "/.well-known/security.txt",
    "/.well-known/change-password",
    "/favicon.ico",
    aFile(/\.js$/),
    aFile(/\.css$/),
    aFile(/\.woff2$/),
    "/_next/static/nothing.js",
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/api/csp-report",
    "/%E0%A4%A",
    "/login/",
  ]) {
    add(`nobody ${path}`, await send({ path, headers }));
  }
  const seen = ["/", "/account-settings", apiKeys, "/login", "/nowhere", "/api/auth/session"];
  for (const path of seen) {
    add(`owner ${path}`, await owner.get(path, { headers }));
    const asData = { headers: { ...headers, rsc: "1" } };
    add(`owner RSC ${path}`, await owner.get(`${path}?_rsc=x`, asData));
  }
  add("denied", await viewer.get(apiKeys, { headers }));
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST"]) {
    add(`${method}`, await owner.get(apiKeys, { method, headers }));
  }
  add("unknown host", await send({ host: "evil.test", headers }));
  add("static at unknown host", await send({ host: "evil.test", path: aFile(/\.js$/), headers }));
  add("too large", await owner.get(apiKeys, { method: "POST", body: "x".repeat(70_000), headers }));
  add("report", await send({ method: "POST", path: "/api/csp-report", body: "{}", headers }));
  const own = { origin: `http://${hostOf(owner.brandHost)}` };
  const action = {
    "next-action": findAction("generateKeyAction").id,
    "content-type": encodeForm({}).type,
  };
  const fields = fieldsFor("generateKeyAction");
  add(
    "action",
    await owner.get(apiKeys, {
      method: "POST",
      body: encodeForm(fields).body,
      headers: { ...headers, ...own, ...action },
    }),
  );
  add(
    "unknown action",
    await owner.get(apiKeys, {
      method: "POST",
      body: "x",
      headers: { ...headers, ...own, "next-action": "x" },
    }),
  );
  return answers;
}

test("every answer has the security headers, of every status there is (W-4)", async () => {
  const answers = await crawl();
  const statuses = new Set([...answers.values()].map(({ status }) => status));
  for (const status of [200, 204, 307, 400, 403, 404, 405, 413, 421]) {
    expect([...statuses], `the crawl meets ${status}`).toContain(status);
  }
  for (const [name, { headers, status }] of answers) {
    expect(status, name).toBeLessThan(500);
    expect(headers, name).toMatchObject(securityHeaders());
    expect(headers["x-powered-by"], name).toBeUndefined();
    expect(headers.server, name).toBeUndefined();
  }
});

test("no foreign origin is ever allowed to read an answer (W-5)", async () => {
  for (const [name, { headers }] of await crawl({ origin: "http://evil.test" })) {
    const cors = Object.keys(headers).filter((header) => header.startsWith("access-control-"));
    expect(cors, name).toEqual([]);
  }
});

test("pages, data and decisions are stored by nobody; what has a hash in its name is (K-4, W-13)", async () => {
  const answers = await crawl();
  expect([...answers.keys()].filter((name) => /_next\/static\/.* 200$/.test(name))).toHaveLength(3);
  for (const [name, { headers, status }] of answers) {
    const isHashed = name.includes("/_next/static/") && status === 200;
    const control = `${headers["cache-control"]}`;
    if (isHashed) expect(control, name).toContain("immutable");
    else if (name.includes("/icon.svg")) expect(control, name).toBe("private, max-age=3600");
    else if (name.includes("/robots.txt")) expect(control, name).toBe("public, max-age=0");
    else if (headers["content-type"]) expect(control, name).toContain("no-store");
  }
});

test("each page has a policy with a nonce of its own, and its scripts carry it (W-3)", async () => {
  const owner = await aCaller();
  const nonces = new Set<string>();
  for (const path of ["/login", apiKeys, apiKeys, "/account-settings", "/nowhere"]) {
    const { headers, body } = path === "/login" ? await send({ path }) : await owner.get(path);
    const policy = `${headers["content-security-policy"]}`;
    const nonce = /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(policy)?.[1] ?? "";
    expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-(?:inline|eval)'/);
    for (const rule of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      "'strict-dynamic'",
    ]) {
      expect(policy, path).toContain(rule);
    }
    const scripts = [...body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length, path).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag, path).toContain(`nonce="${nonce}"`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
});

test("a nonce that a client sends is not believed (W-3)", async () => {
  const planted = { "x-nonce": "planted", "content-security-policy": "script-src 'nonce-planted'" };
  const { headers, body } = await send({ path: "/login", headers: planted });
  expect(`${headers["content-security-policy"]} ${body}`).not.toContain("planted");
});

test("only reading and posting exist; every other method is refused (W-18)", async () => {
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "LOCK"]) {
    for (const path of ["/", apiKeys, "/api/health", "/api/auth/session", aFile(/\.js$/)]) {
      const { status } = await send({ method, path });
      expect([400, 405], `${method} ${path}`).toContain(status);
    }
  }
});

test("TRACE gives nothing back of what was sent (W-18)", async () => {
  const { status, body } = await send({
    method: "TRACE",
    path: "/login",
    headers: { cookie: "canary=1" },
  });
  // Next refuses the method before our code can say 405.
  expect([400, 405, 500]).toContain(status);
  expect(body).not.toMatch(/canary|\n\s+at /);
});

test("there are no source maps, no image optimiser, and nothing of the project's files (W-12, W-18)", async () => {
  expect(files().filter((name) => name.endsWith(".map"))).toEqual([]);
  const script = await send({ path: aFile(/\.js$/) });
  expect(`${script.body} ${script.headers.sourcemap}`).not.toContain("sourceMappingURL");
  for (const path of [
    "/_next/image",
    "/_next/image?url=http://127.0.0.1:1/&w=64&q=75",
    "/.git/config",
    "/.env",
    "/package.json",
    "/server.js",
    "/.next/BUILD_ID",
    "/_next/server/app/page.js",
    "/_next/static/../../server.js",
    "/_next/static/%2e%2e/%2e%2e/server.js",
    "/..%2fpackage.json",
    "/api",
    "/metrics",
    "/_next/webpack-hmr",
    "/__nextjs_original-stack-frames",
    `${aFile(/\.js$/)}.map`,
  ]) {
    const { status, body } = await send({ path });
    expect([400, 404, 308], path).toContain(status);
    expect(body, path).not.toMatch(/"dependencies"|require\(|\[core\]/);
  }
});
