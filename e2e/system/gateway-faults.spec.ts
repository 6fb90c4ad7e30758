/** A gateway while the authorizers or PostgreSQL are away: 503, the API is not reached, and all is well afterwards. */
import { sql } from "drizzle-orm";
import { waitUntilGone } from "@/bin/process/is-alive";
import { db } from "@/db/client";
import { startEmbedded } from "@/db/embedded/embedded";
import { findPostmaster } from "@/db/embedded/postmaster";
import { expect, type Gateway, gateways } from "@/e2e/stacks/gateway";
import { type RawAnswer, send } from "@/e2e/wire/raw-request";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

let authorization = "";

/** Each gateway has a database of its own. */
async function useNewKey(): Promise<void> {
  authorization = basic(await aKey(await anActor(), "live"));
}

const ask = ({ port }: Gateway, path = "/v1/orders"): Promise<RawAnswer> =>
  send({ port, path, headers: { authorization } });

const statusOf = async (gateway: Gateway) => (await ask(gateway)).status;

/** Every answer now is the 503 that a client can act on, and the API hears nothing. */
async function expectUnavailable(gateway: Gateway): Promise<void> {
  gateway.upstream.take();
  for (const path of ["/v1/orders", "/v1/orders", "/v1/whoami", "/v1/orders", "/v1/whoami"]) {
    const start = performance.now();
    const answer = await ask(gateway, path);
    expect([path, answer.status, answer.headers["retry-after"]]).toEqual([path, 503, "1"]);
    expect(JSON.parse(answer.body).error).toMatchObject({ code: "SERVER_ERROR" });
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(performance.now() - start).toBeLessThan(2_500);
  }
  expect(gateway.upstream.take()).toEqual([]);
}

async function expectRecovery(gateway: Gateway, withinMs: number): Promise<void> {
  await expect.poll(() => statusOf(gateway), { timeout: withinMs, intervals: [50] }).toBe(200);
  for (let time = 0; time < 5; time++) expect(await statusOf(gateway)).toBe(200);
}

for (const { name, test } of gateways) {
  test(`${name}: PostgreSQL killed: 503 once the cache may not be used any more; 200 again when it is back`, async ({
    gateway,
  }) => {
    await useNewKey();
    expect(await statusOf(gateway)).toBe(200);
    // A test cluster acknowledges before it writes, for speed; the key must still be there afterwards.
    await db().execute(sql`checkpoint`);
    const { dataDir } = gateway.cluster;
    const pid = findPostmaster(dataDir)?.pid ?? 0;
    process.kill(pid, "SIGKILL");
    await waitUntilGone(pid, 5_000);
    // Each may use its cache until a second after its last heartbeat.
    for (const { port } of gateway.authorizers) {
      const own = () => send({ port, path: "/authorize", headers: { authorization } });
      const status = async () => (await own()).status;
      await expect.poll(status, { timeout: 1_500, intervals: [20] }).toBe(503);
    }
    await expectUnavailable(gateway);
    await startEmbedded({ dataDir, port: gateway.cluster.port, durable: false });
    await expectRecovery(gateway, 5_000);
  });

  test(`${name}: one authorizer stopped: nobody notices; both stopped: 503; one back: 200`, async ({
    gateway,
  }) => {
    await useNewKey();
    const [first, second] = gateway.authorizers;
    await first.stop();
    for (let time = 0; time < 20; time++) expect(await statusOf(gateway)).toBe(200);
    await second.stop();
    await expectUnavailable(gateway);
    await first.start();
    await expectRecovery(gateway, 3_000);
    await second.start();
    await expectRecovery(gateway, 3_000);
  });

  test(`${name}: one authorizer frozen: answers come, some later; both frozen: 503 in time; thawed: 200`, async ({
    gateway,
  }) => {
    await useNewKey();
    const pids = gateway.authorizers.map(({ server }) => server?.pid ?? 0);
    const [first = 0, second = 0] = pids;
    try {
      process.kill(first, "SIGSTOP");
      for (let time = 0; time < 8; time++) expect(await statusOf(gateway)).toBe(200);
      process.kill(second, "SIGSTOP");
      await expectUnavailable(gateway);
    } finally {
      for (const pid of pids) process.kill(pid, "SIGCONT");
    }
    await expectRecovery(gateway, 3_000);
  });
}
