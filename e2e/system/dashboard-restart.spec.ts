/** Dashboards behind nginx: nothing is lost where connections or processes end. */
import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "playwright/test";
import { trySend } from "@/bin/process/http";
import { type Dashboards, withDashboards } from "@/e2e/stacks/two-dashboards";
import { hostOf, type RawRequest } from "@/e2e/wire/raw-request";

const test = withDashboards();
test.describe.configure({ mode: "default" });

/** A post that any browser may make: the shortest way through the whole dashboard. */
const post = {
  method: "POST",
  path: "/api/csp-report",
  body: JSON.stringify({ "csp-report": { "effective-directive": "img-src" } }),
};

function ask({ port, tls }: Dashboards, o: RawRequest) {
  const host = hostOf("razorpay.localhost", port);
  const headers = { host, "content-type": "application/csp-report" };
  return trySend({ ...o, port, tls, headers, timeoutMs: 30_000 });
}

/**
 * People post while the dashboards compute, just when connections have been idle for so long. A computation that lasts
 * over the limit happens now and then, and here on purpose: they are stopped in the middle of one. When it ends, the
 * time is over and the posts are there, and Node looks at its clock first.
 */
async function postAtTheEdge(site: Dashboards, idleMs: number, network: number) {
  const people = Array.from({ length: 24 }, (_, index) => `127.0.${network}.${index + 1}`);
  const all = () =>
    Promise.all(
      people.map(async (localAddress) => (await ask(site, { ...post, localAddress })).status),
    );
  const first = await all();
  await sleep(idleMs - 350);
  const computing = site.dashboards.flatMap(({ port }) =>
    Array.from({ length: 40 }, () =>
      trySend({ port, path: "/login", headers: { host: "razorpay.localhost" } }),
    ),
  );
  await sleep(50);
  for (const { server } of site.dashboards) process.kill(server?.pid ?? 0, "SIGSTOP");
  const second = all();
  await sleep(600);
  for (const { server } of site.dashboards) process.kill(server?.pid ?? 0, "SIGCONT");
  await Promise.all(computing);
  return [...first, ...(await second)].filter((status) => status !== 204);
}

test("no post is lost on a connection that was idle as long as Node keeps one by itself, or as nginx does", async ({
  site,
}) => {
  expect(await postAtTheEdge(site, 5_000, 1)).toEqual([]);
  expect(await postAtTheEdge(site, 60_000, 2)).toEqual([]);
});

/** Asks for pages and posts on kept connections until told to stop; counts what came of it. */
function startLoad(site: Dashboards) {
  const counts = new Map<string, number>();
  let isOver = false;
  const clients = Array.from({ length: 12 }, async (_, index) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const asked = index % 3 === 0 ? { path: "/login" } : post;
    while (!isOver) {
      const localAddress = `127.0.3.${index + 1}`;
      const { status, body } = await ask(site, { ...asked, agent, localAddress });
      const what = `${asked.path}: ${status || body}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
      await sleep(60);
    }
    agent.destroy();
  });
  return {
    counts,
    async stop() {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

test("no request fails while two dashboards are restarted in turn, twice", async ({ site }) => {
  const load = startLoad(site);
  const start = performance.now();
  try {
    await sleep(1_000);
    for (const dashboard of [...site.dashboards, ...site.dashboards]) {
      await dashboard.stop();
      await dashboard.start();
      await sleep(1_500);
    }
  } finally {
    await load.stop();
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(
    `Four restarts of dashboards in ${seconds} s under load: ${JSON.stringify([...load.counts])}\n`,
  );
  if (load.counts.size > 2) process.stdout.write(readFileSync(site.errorLog, "utf8"));
  expect([...load.counts.keys()].sort()).toEqual(["/api/csp-report: 204", "/login: 200"]);
});
