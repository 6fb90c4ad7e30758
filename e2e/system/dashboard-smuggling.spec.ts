/**
 * Requests that nginx and a dashboard might cut differently, and what clients say about themselves (A-16, W-10). A small
 * server stands where the dashboards are: it sees what nginx made of each request.
 */
import { test as base, expect } from "playwright/test";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { startDashboardNginx } from "@/e2e/servers/dashboard-nginx";
import { attacks } from "@/e2e/servers/smuggling";
import { startUpstream } from "@/e2e/servers/upstream";
import { workerFixture } from "@/e2e/stacks/own-stack";
import { exchange } from "@/e2e/wire/exchange";

type Site = Awaited<ReturnType<typeof startSite>>;

const test = base.extend<object, { site: Site }>({ site: workerFixture(startSite) });
test.skip(!findTool("nginx"), missingTool("nginx"));
test.skip(!findTool("openssl"), missingTool("openssl"));
test.describe.configure({ mode: "default" });

/** Without TLS, which would only wrap the same bytes. */
function startSite() {
  return startTogether(async (cleanups) => {
    const upstream = await cleanups.keep(startUpstream());
    const { port } = await cleanups.keep(
      startDashboardNginx([upstream, upstream], { isPlain: true }),
    );
    return { upstream, port };
  });
}

const one = (values: string[] | undefined) => (values?.length === 1 ? values[0] : values);

/** What reached a dashboard was a request for nginx too: only nginx knows these headers' values. */
function expectMadeByNginx(headers: NodeJS.Dict<string[]>): void {
  expect(one(headers["x-request-id"])).toMatch(/^[0-9a-f]{32}$/);
  expect(one(headers["x-forwarded-for"])).toBe("127.0.0.1");
  expect(one(headers["x-forwarded-proto"])).toBe("http");
  for (const name of ["x-forwarded-host", "forwarded", "x-real-ip", "upgrade", "x-forwarded-port"])
    expect(headers[name], name).toBeUndefined();
}

for (const { name, line, headers, newline, body } of attacks) {
  test(`smuggling with ${name} gets no request to a dashboard that nginx did not see`, async ({
    site,
  }) => {
    site.upstream.take();
    await exchange(
      [line, "Host: razorpay.localhost", ...headers, "", body].join(newline),
      site.port,
    );
    const ids = site.upstream.take().map((reached) => {
      expectMadeByNginx(reached.headers);
      return one(reached.headers["x-request-id"]);
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(site.upstream.unreadable).toEqual([]);
  });
}

const lies = [
  ["X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 7.7.7.7", "X-Real-IP: 6.6.6.6"],
  ["x_forwarded_for: 6.6.6.6", "X-Forwarded_For: 6.6.6.6", "X.Forwarded.For: 6.6.6.6"],
  ["Forwarded: for=6.6.6.6;host=evil.test", "X-Forwarded-Host: evil.test", "X-Forwarded-Port: 1"],
  ["X-Request-Id: 6.6.6.6", "X-Forwarded-Proto: gopher-6.6.6.6"],
  ["Connection: X-Forwarded-For, X-Request-Id, Host", "Upgrade: websocket"],
];

test("what a client says of its address, host and protocol never reaches a dashboard (W-10)", async ({
  site,
}) => {
  for (const lines of lies) {
    site.upstream.take();
    const head = ["GET /login HTTP/1.1", "Host: razorpay.localhost", ...lines, "", ""];
    expect(await exchange(head.join("\r\n"), site.port)).toMatch(/^HTTP\/1\.1 200 /);
    const [reached] = site.upstream.take();
    expectMadeByNginx(reached?.headers ?? {});
    expect(one(reached?.headers.host)).toBe("razorpay.localhost");
    expect(JSON.stringify(reached)).not.toMatch(/6\.6\.6\.6|7\.7\.7\.7|evil|gopher/);
  }
});
