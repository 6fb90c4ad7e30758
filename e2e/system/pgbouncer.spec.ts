/**
 * The dashboard behind Debian's PgBouncer in transaction mode, the authorizer beside it on a connection of its own:
 * keys end within a second all the same (K-12, D5).
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { expect, test as stories } from "@/e2e/fixtures";
import { advisedParameters, startPgBouncer } from "@/e2e/servers/pgbouncer";
import { workerFixture } from "@/e2e/stacks/own-stack";
import { type PooledStack, startPooledStack } from "@/e2e/stacks/pgbouncer-stack";
import { ask } from "@/e2e/wire/ask";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Credentials } from "@/lib/api-keys/secret";
import { anAuthorizer, askOnce } from "@/lib/testing/authorizer";
import { aKey } from "@/lib/testing/keys";
import { anActor, testPassword } from "@/lib/testing/people";

const test = stories.extend<object, { pooled: PooledStack }>({
  pooled: workerFixture(startPooledStack, 300_000),
});
test.skip(!findTool("pgbouncer"), missingTool("pgbouncer"));
test.describe.configure({ mode: "default" });

async function verdict({ authorizerUrl }: PooledStack, key: Credentials): Promise<number> {
  return (await ask(authorizerUrl, key)).status;
}

async function query<T extends object>(databaseUrl: string, statement: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

test("a merchant logs in, generates and regenerates through PgBouncer; the old key ends within a second", async ({
  person,
  pooled,
}) => {
  const owner = await person({ mobile: true, hasPassword: true, isLoggedIn: false });
  await owner.logsIn(testPassword);
  await expect(owner.button("Log out")).toBeVisible();
  await owner.opensApiKeys();
  const old = await owner.generates();
  for (let time = 0; time < 3; time++) expect(await verdict(pooled, old)).toBe(204);
  await owner.asksToRegenerate("Immediately");
  await owner.entersCode();
  const fresh = await owner.readsNewKey();
  const options = { timeout: 1_000, intervals: [10] };
  await expect.poll(() => verdict(pooled, old), options).toBe(401);
  expect(await verdict(pooled, fresh)).toBe(204);
});

test("changes made through PgBouncer are heard one by one, and of racing ones exactly one wins", async ({
  pooled,
}) => {
  const actor = await anActor({ mobile: true, otp: true });
  let current: Credentials = await aKey(actor);
  const refusedAfterMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    const old = current;
    expect(await verdict(pooled, old)).toBe(204);
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => {
        const input = { mode: "test", keyId: old.keyId, choice: "now" } as const;
        return regenerateKey(actor, { ...input, requestId: randomUUID() });
      }),
    );
    const acknowledgedAt = performance.now();
    while ((await verdict(pooled, old)) !== 401) {
      expect(performance.now() - acknowledgedAt).toBeLessThan(1_000);
    }
    refusedAfterMs.push(performance.now() - acknowledgedAt);
    const made = tries.flatMap((one) =>
      one.status === "fulfilled" && one.value ? [one.value] : [],
    );
    expect(made).toHaveLength(1);
    current = made[0] ?? current;
    expect(await verdict(pooled, current)).toBe(204);
  }
  const worst = Math.round(Math.max(...refusedAfterMs));
  process.stdout.write(`Refused at most ${worst} ms after the acknowledged change.\n`);
});

test("the authorizer listens on a connection of its own, and the dashboard's all come from PgBouncer", async ({
  pooled,
}) => {
  const backends = await query<{ name: string; port: number }>(
    pooled.directUrl,
    `select application_name as name, client_port as port from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  const pooledPorts = await pooled.pgBouncer.serverPorts();
  const [own, shared] = [true, false].map((isOwn) =>
    backends.filter(({ port }) => isOwn !== pooledPorts.includes(port)).map(({ name }) => name),
  );
  expect(own?.filter((name) => name === "keydesk-authorizer-listen")).toHaveLength(1);
  expect(own?.filter((name) => !name.startsWith("keydesk-authorizer"))).toEqual([]);
  expect(shared?.length).toBeGreaterThan(0);
  const clients = new Set(await pooled.pgBouncer.clients());
  expect([...clients].filter((name) => name.startsWith("keydesk"))).toEqual(["keydesk"]);
});

test("led through PgBouncer by mistake, an authorizer never believes its memory", async ({
  pooled,
}) => {
  const env = { AUTHORIZER_DATABASE_URL: pooled.pgBouncer.url };
  const misled = await anAuthorizer(env);
  const heartbeatAge = async () =>
    /^authorizer_heartbeat_age_seconds (.+)$/m.exec(
      (await askOnce(`${misled.url}/metrics`, [])).body,
    )?.[1];
  // Longer than a connection, LISTEN and some heartbeats take.
  const until = performance.now() + 3_000;
  while (performance.now() < until) expect(await heartbeatAge()).toBe("+Inf");
  await misled.stop();
});

test(".env.example is right: these parameters must be ignored, and the role's limits hold instead", async ({
  pooled,
}) => {
  const limits = { statement_timeout: 7_000, lock_timeout: 6_000 };
  const limitWith = async (ignoredParameters: string) => {
    const own = await startPgBouncer(pooled.directUrl, { ignoredParameters });
    const inTransaction = { idle_in_transaction_session_timeout: 5_000 };
    const client = new pg.Client({ connectionString: own.url, ...limits, ...inTransaction });
    try {
      await client.connect();
      return (await client.query("show statement_timeout")).rows[0].statement_timeout;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await client.end().catch(() => undefined);
      await own.stop();
    }
  };
  for (const parameter of advisedParameters().split(",")) {
    const others = advisedParameters()
      .replace(parameter, "")
      .replace(/^,|,$|,(?=,)/g, "");
    expect(await limitWith(others)).toContain(`unsupported startup parameter: ${parameter}`);
  }
  expect(await limitWith(advisedParameters())).toBe("0");
  await query(pooled.directUrl, "alter role postgres set statement_timeout = '9s'");
  expect(await limitWith(advisedParameters())).toBe("9s");
});
