import { expect, test } from "vitest";
import { pool } from "@/db/client";
import { anAuthorizer, ask, authorizerUrl } from "@/lib/testing/authorizer";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const requestsOf = async (keyId: string) =>
  (
    await pool().query(
      "select coalesce(sum(requests), 0)::int as n from key_usage where key_id = $1",
      [keyId],
    )
  ).rows[0].n;

test("while nothing can be written, keys are still verified, and the counts are written later (A-18, R-16)", async () => {
  const url = await authorizerUrl();
  const role = new URL(url).username;
  await pool().query(`alter role ${role} set default_transaction_read_only = on`);
  const authorizer = await anAuthorizer({ AUTHORIZER_DATABASE_URL: url });
  const key = await aKey(await anActor());
  const use = async () => (await ask(`${authorizer.url}/authorize`, key)).status;
  expect([await use(), await use()]).toEqual([204, 204]);
  const lag = async () => {
    const { body } = await ask(`${authorizer.url}/metrics`, []);
    return Number(/^authorizer_flush_lag_seconds (.+)$/m.exec(body)?.[1]);
  };
  await expect.poll(lag).toBeGreaterThan(0.3);
  expect(await requestsOf(key.keyId)).toBe(0);
  expect(await use()).toBe(204);
  await pool().query(`alter role ${role} reset default_transaction_read_only`);
  await pool().query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [
    role,
  ]);
  await expect.poll(() => requestsOf(key.keyId), { timeout: 10_000 }).toBe(3);
  expect(await use()).toBe(204);
  await authorizer.stop();
  expect(await requestsOf(key.keyId)).toBe(4);
});
