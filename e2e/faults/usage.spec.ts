/** What is counted reaches the database once, whatever happens to the process or to the answer. */
import { setTimeout as sleep } from "node:timers/promises";
import { signal } from "@/bin/process/is-alive";
import { type Authorizers, expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { ask } from "@/e2e/wire/ask";
import type { Credentials } from "@/lib/api-keys/secret";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const flushSeconds = 0.2;
const test = withAuthorizers();
test.describe.configure({ mode: "default" });

async function start(all: Authorizers) {
  const { ready } = await all.another({ AUTHORIZER_FLUSH_SECONDS: `${flushSeconds}` });
  return { authorizer: await ready, key: await aKey(await anActor()) };
}

async function pass(url: string, key: Credentials, times: number): Promise<void> {
  for (let sent = 0; sent < times; sent++) expect((await ask(url, key)).status).toBe(204);
}

/** The requests of a key, by hour and by address: two tables, which always say the same. */
async function counted({ postgres }: Authorizers, { keyId }: Credentials): Promise<number> {
  const sum = (table: string) =>
    `(select coalesce(sum(requests), 0)::int from ${table} where key_id = $1)`;
  const [row] = await postgres.query<{ byHour: number; byAddress: number }>(
    `select ${sum("key_usage")} as "byHour", ${sum("key_addresses")} as "byAddress"`,
    [keyId],
  );
  expect(row?.byAddress).toBe(row?.byHour);
  return row?.byHour ?? -1;
}

test("SIGTERM loses no count", async ({ all }) => {
  const { authorizer, key } = await start(all);
  await pass(authorizer.url, key, 137);
  signal(authorizer.pid, "SIGTERM");
  await authorizer.exited;
  expect(await counted(all, key)).toBe(137);
});

test("SIGKILL loses at most what was counted since the last flush", async ({ all }) => {
  const { authorizer, key } = await start(all);
  await pass(authorizer.url, key, 50);
  const sent = performance.now();
  // The promise is the interval; the rest is this machine's to take.
  await expect.poll(() => counted(all, key), { intervals: [50], timeout: 10_000 }).toBe(50);
  console.log(`usage: written ${Math.round(performance.now() - sent)} ms after the last request`);
  await pass(authorizer.url, key, 20);
  signal(authorizer.pid, "SIGKILL");
  await authorizer.exited;
  const left = await counted(all, key);
  expect(left).toBeGreaterThanOrEqual(50);
  expect(left).toBeLessThanOrEqual(70);
});

test("a flush whose answer is lost adds nothing twice (R-13)", async ({ all }) => {
  const { authorizer, key } = await start(all);
  await pass(authorizer.url, key, 10);
  await expect.poll(() => counted(all, key), { timeout: 10_000 }).toBe(10);
  authorizer.proxy.set("deaf", ["keydesk-authorizer-usage"]);
  await pass(authorizer.url, key, 25);
  await expect.poll(() => counted(all, key), { timeout: 10_000 }).toBe(35);
  authorizer.proxy.cut(["keydesk-authorizer-usage"]);
  authorizer.proxy.set("pass", ["keydesk-authorizer-usage"]);
  await pass(authorizer.url, key, 5);
  await expect.poll(() => counted(all, key), { timeout: 10_000 }).toBe(40);
  await sleep(3_000 * flushSeconds);
  signal(authorizer.pid, "SIGTERM");
  await authorizer.exited;
  expect(await counted(all, key)).toBe(40);
});

test("what is counted while the database is away is written when it is back", async ({ all }) => {
  const { authorizer, key } = await start(all);
  await pass(authorizer.url, key, 10);
  authorizer.proxy.set("refuse", ["keydesk-authorizer-usage"]);
  await pass(authorizer.url, key, 15);
  await sleep(3_000 * flushSeconds);
  authorizer.proxy.set("pass", ["keydesk-authorizer-usage"]);
  await expect.poll(() => counted(all, key), { timeout: 10_000 }).toBe(25);
});
