/** Several processes of an authorizer behind one port (`AUTHORIZER_PROCESSES`). */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { send } from "@/bin/process/http";
import { childrenOf, signal, waitUntilGone } from "@/bin/process/is-alive";
import { statusOf } from "@/bin/process/start-process";
import { type Authorizers, expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const test = withAuthorizers();
test.describe.configure({ mode: "default" });

const connections = 8;

async function start(all: Authorizers, env: Record<string, string> = {}) {
  const settings = { AUTHORIZER_PROCESSES: "2", AUTHORIZER_FLUSH_SECONDS: "0.2", ...env };
  const { ready } = await all.another(settings);
  const server = await ready;
  await expect.poll(() => childrenOf(server.pid).length).toBe(2);
  const port = Number(new URL(server.url).port);
  return { ...server, port, children: childrenOf(server.pid) };
}

/** So many kept connections, which the first process hands to the children in turn. */
function connect(port: number) {
  const agents = Array.from(
    { length: connections },
    () => new Agent({ keepAlive: true, maxSockets: 1 }),
  );
  const askEach = (key: Credentials) =>
    Promise.all(
      agents.map(async (agent) => {
        const headers = { authorization: basic(key) };
        return (await send({ agent, port, path: "/authorize", headers })).status;
      }),
    );
  return { askEach, close: () => agents.map((agent) => agent.destroy()) };
}

const everyone = (status: number) => Array.from({ length: connections }, () => status);

async function metric(url: string, name: string): Promise<number> {
  const { body } = await send({ port: Number(new URL(url).port), path: "/metrics" });
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(body)?.[1] ?? Number.NaN);
}

test("each child hears of a deactivated key, and their counts are added up", async ({ all }) => {
  const server = await start(all);
  const actor = await anActor({ mobile: true, otp: true });
  const key = await aKey(actor);
  const { askEach, close } = connect(server.port);
  for (let turn = 0; turn < 5; turn++) expect(await askEach(key)).toEqual(everyone(204));
  const allowed = 'authorizer_requests_total{verdict="allowed",reason=""}'.replace(/[{}]/g, "\\$&");
  expect(await metric(server.url, allowed)).toBe(5 * connections);
  expect(await metric(server.url, "authorizer_request_seconds_count")).toBe(5 * connections);
  // One row in the memory of each child: the connections went to both.
  expect(await metric(server.url, "authorizer_cached_keys")).toBe(2);
  expect(await metric(server.url, "authorizer_heartbeat_age_seconds")).toBeLessThan(1);
  const { keyId } = key;
  await regenerateKey(actor, { mode: "test", keyId, choice: "now", requestId: "replaced-now" });
  await sleep(1_000);
  expect(await askEach(key)).toEqual(everyone(401));
  close();
  await server.stop();
});

test("a child that dies is replaced, and the others go on", async ({ all }) => {
  const server = await start(all);
  const key = await aKey(await anActor());
  const [victim, other] = server.children as [number, number];
  signal(victim, "SIGKILL");
  expect(await waitUntilGone(victim, 5_000)).toBe(true);
  const headers = { authorization: basic(key) };
  for (let turn = 0; turn < 20; turn++)
    expect((await send({ port: server.port, path: "/authorize", headers })).status).toBe(204);
  await expect.poll(() => childrenOf(server.pid).length).toBe(2);
  await expect.poll(() => statusOf(`${server.url}/readyz`)).toBe(200);
  expect(childrenOf(server.pid)).toContain(other);
  await server.stop();
});

test("it is ready when all of its processes are", async ({ all }) => {
  const server = await start(all);
  const [frozen] = server.children as [number];
  expect(await statusOf(`${server.url}/readyz`)).toBe(200);
  signal(frozen, "SIGSTOP");
  // The frozen one may be whom a connection is handed to: that one gets no answer at all.
  const answers = await Promise.all([1, 2].map(() => statusOf(`${server.url}/readyz`)));
  expect(answers).not.toContain(200);
  signal(frozen, "SIGCONT");
  await expect.poll(() => statusOf(`${server.url}/readyz`)).toBe(200);
  await server.stop();
});

test("SIGTERM to all of them at once, as systemd sends it, loses no count", async ({ all }) => {
  const server = await start(all);
  const key = await aKey(await anActor());
  const { askEach, close } = connect(server.port);
  for (let turn = 0; turn < 10; turn++) expect(await askEach(key)).toEqual(everyone(204));
  for (const pid of [server.pid, ...server.children]) signal(pid, "SIGTERM");
  await server.exited;
  for (const pid of server.children) expect(await waitUntilGone(pid, 1_000)).toBe(true);
  const counted = await all.postgres.query<{ sum: number }>(
    "select coalesce(sum(requests), 0)::int as sum from key_usage where key_id = $1",
    [key.keyId],
  );
  expect(counted[0]?.sum).toBe(10 * connections);
  close();
});

test("processes that keep dying end the first one", async ({ all }) => {
  const server = await start(all);
  let isOver = false;
  const over = server.exited.then(() => {
    isOver = true;
  });
  const until = performance.now() + 60_000;
  while (!isOver && performance.now() < until) {
    for (const pid of childrenOf(server.pid)) signal(pid, "SIGKILL");
    await sleep(20);
  }
  await over;
  expect(await waitUntilGone(server.pid, 1_000)).toBe(true);
});
