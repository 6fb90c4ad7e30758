/** PostgreSQL is away when an authorizer starts, and goes away again and again while it runs. */
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "@/bin/process/is-alive";
import { type Authorizers, expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { ask } from "@/e2e/wire/ask";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const test = withAuthorizers();
test.describe.configure({ mode: "default" });

/** How many connections of each kind the authorizers have, all together. */
async function countConnections({ postgres }: Authorizers): Promise<Record<string, number>> {
  const rows = await postgres.query<{ kind: string; count: number }>(`
    select application_name as kind, count(*)::int from pg_stat_activity
    where application_name like 'keydesk-authorizer%' group by 1`);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

test("an authorizer that starts before its database says so, and is ready within 5 s of it (R-21, A-6)", async ({
  all,
}) => {
  const key = await aKey(await anActor());
  await all.postgres.kill();
  const { url, ready } = await all.another();
  await expect.poll(async () => (await ask(url, null, { path: "/healthz" })).status).toBe(200);
  // Long enough that it has tried to connect many times.
  const until = performance.now() + 6_000;
  while (performance.now() < until) {
    expect((await ask(url, key)).status).toBe(503);
    expect((await ask(url, null, { path: "/readyz" })).status).toBe(503);
    await sleep(100);
  }
  await all.postgres.restart();
  const back = performance.now();
  await ready;
  expect((await ask(url, key)).status).toBe(204);
  const tookMs = Math.round(performance.now() - back);
  console.log(`cold start: passes ${tookMs} ms after the database is back`);
  expect(tookMs).toBeLessThan(5_000);
});

test("after an absence each listens through one connection, and holds no other that it does not use", async ({
  all,
}) => {
  await expect
    .poll(() => countConnections(all), { timeout: 10_000 })
    .toMatchObject({ "keydesk-authorizer-listen": 3 });
  // None comes later either.
  await sleep(3_000);
  const { "keydesk-authorizer-listen": listening, ...others } = await countConnections(all);
  expect(listening).toBe(3);
  expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3 * 9);
});

test("five restarts of the database under load end no process, and no living key is refused (R-8)", async ({
  all,
}) => {
  const key = await aKey(await anActor());
  const statuses = new Map<number, number>();
  let isOver = false;
  const load = [all.a, all.b].map(async ({ url }) => {
    while (!isOver) {
      const { status } = await ask(url, key);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      await sleep(10);
    }
  });
  for (let round = 0; round < 5; round++) {
    await all.postgres.kill();
    await all.postgres.restart();
    await sleep(500);
  }
  for (const { url } of [all.a, all.b])
    await expect.poll(async () => (await ask(url, key)).status, { timeout: 2_000 }).toBe(204);
  isOver = true;
  await Promise.all(load);
  expect([isAlive(all.a.pid), isAlive(all.b.pid)]).toEqual([true, true]);
  expect([...statuses.keys()].sort()).toEqual([204, 503]);
});
