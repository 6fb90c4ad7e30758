import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import type { Minted } from "@/lib/api-keys/insert-key";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { anAuthorizer, ask, authorizerUrl } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

let url: string;
let role: pg.Client;

beforeAll(async () => {
  url = await authorizerUrl();
  role = new pg.Client({ connectionString: url });
  await role.connect();
});
afterAll(() => role.end());

const usageOf = async (keyId: string) =>
  (
    await pool().query(
      `select sum(requests)::int as requests, sum(malformed)::int as malformed, sum(wrong_secret)::int as wrong_secret,
        sum(wrong_mode)::int as wrong_mode, sum(whitespace)::int as whitespace,
        (array_agg(last_address order by last_used_at desc nulls last))[1] as address, max(last_used_at) as at
       from key_usage where key_id = $1`,
      [keyId],
    )
  ).rows[0];
const failuresOf = async (keyId: string) =>
  (
    await pool().query(
      "select cause, address, attempts from key_failures where key_id = $1 order by cause, address",
      [keyId],
    )
  ).rows;
const add = async (batch: number, writer: string, used: object[], failed: object[] = []) =>
  (
    await role.query("select add_key_usage($1, $2, $3, $4) as added", [
      writer,
      batch,
      JSON.stringify(used),
      JSON.stringify(failed),
    ])
  ).rows[0].added;

describe("usage (A-18)", () => {
  test("requests, failures by cause, last use and address are written in batches and at the end", async () => {
    const authorizer = await anAuthorizer({
      AUTHORIZER_FLUSH_SECONDS: "3600",
      AUTHORIZER_TRUSTED_HOPS: "1",
    });
    const key = await aKey(await anActor());
    const from = (address: string) => ["x-forwarded-for", `6.6.6.6, ${address}`];
    const tell = (given: { keyId: string; secret: string }, address: string, path = "/authorize") =>
      ask(authorizer.url + path, ["authorization", basic(given), ...from(address)]);
    await tell(key, "203.0.113.7");
    await tell(key, "2001:db8::7");
    await tell(key, "203.0.113.9", "/v1/whoami");
    await tell(key, "203.0.113.7", "/authorize?mode=live");
    for (let count = 0; count < 3; count++) await tell({ ...key, secret: "typo" }, "203.0.113.8");
    await tell({ ...key, secret: `${key.secret}\n` }, "203.0.113.8");
    await tell({ ...key, secret: mintCredentials(orgs.razorpay, "test").secret }, "2001:db8::8");
    await tell(mintCredentials(orgs.razorpay, "test"), "203.0.113.8");
    expect((await usageOf(key.keyId)).requests).toBeNull();
    await authorizer.stop();
    expect(await usageOf(key.keyId)).toEqual({
      requests: 3,
      malformed: 3,
      wrong_secret: 1,
      wrong_mode: 1,
      whitespace: 1,
      address: "203.0.113.9",
      at: expect.any(Date),
    });
    expect(await failuresOf(key.keyId)).toEqual([
      { cause: "malformed", address: "203.0.113.8", attempts: 3 },
      { cause: "whitespace", address: "203.0.113.8", attempts: 1 },
      { cause: "wrong_mode", address: "203.0.113.7", attempts: 1 },
      { cause: "wrong_secret", address: "2001:db8::8", attempts: 1 },
    ]);
  });

  test("without a trusted proxy the address is the socket's, whatever the headers say (A-20)", async () => {
    const authorizer = await anAuthorizer();
    const key = await aKey(await anActor());
    await ask(`${authorizer.url}/authorize`, [
      "authorization",
      basic(key),
      "x-forwarded-for",
      "6.6.6.6",
    ]);
    await authorizer.stop();
    expect((await usageOf(key.keyId)).address).toBe("127.0.0.1");
  });

  test("a failure of a key that was never used is recorded too, because then the merchant needs it most", async () => {
    const authorizer = await anAuthorizer();
    const key = await aKey(await anActor());
    await ask(`${authorizer.url}/authorize`, { ...key, secret: `${key.secret} ` });
    await authorizer.stop();
    expect((await failuresOf(key.keyId)).map(({ cause }) => cause)).toEqual(["whitespace"]);
  });
});

describe("add_key_usage, the authorizer's only way to write", () => {
  let key: Minted;
  beforeAll(async () => {
    key = await aKey(await anActor());
  });

  test("adds a batch once, however often it is sent (R-13)", async () => {
    const writer = randomUUID();
    const used = [{ key: key.keyId, agoms: 5, requests: 4, address: "203.0.113.1" }];
    expect([await add(1, writer, used), await add(1, writer, used)]).toEqual([true, false]);
    expect(await add(2, writer, used)).toBe(true);
    expect(await add(1, writer, used)).toBe(false);
    expect((await usageOf(key.keyId)).requests).toBe(8);
  });

  test("puts counts into the hour they happened in, and takes several entries of one hour", async () => {
    const { keyId } = await aKey(await anActor());
    const hourMs = 3_600_000;
    const entry = (agoms: number, address: string) => ({ key: keyId, agoms, requests: 1, address });
    await add(1, randomUUID(), [entry(3 * hourMs, "a"), entry(0, "b"), entry(1, "c")]);
    const { rows } = await pool().query(
      "select requests::int, last_address from key_usage where key_id = $1 order by hour",
      [keyId],
    );
    expect(rows.reduce((sum, row) => sum + row.requests, 0)).toBe(3);
    expect(rows.at(0)).toEqual({ requests: 1, last_address: "a" });
    expect(rows.at(-1)?.last_address).toBe("b");
  });

  test("keeps the 50 newest kinds of failure of a key", async () => {
    const { keyId } = await aKey(await anActor());
    const failed = Array.from({ length: 80 }, (_, index) => ({
      key: keyId,
      agoms: index * 100,
      cause: "malformed",
      address: `203.0.113.${index}`,
      attempts: 1,
    }));
    await add(1, randomUUID(), [], failed);
    const kept = await failuresOf(keyId);
    expect(kept).toHaveLength(50);
    expect(kept.map(({ address }) => address)).toContain("203.0.113.49");
    expect(kept.map(({ address }) => address)).not.toContain("203.0.113.50");
  });

  test("ignores unknown ids, and invalid input removes nothing", async () => {
    const before = await usageOf(key.keyId);
    const nonsense = {
      key: key.keyId,
      agoms: -5,
      requests: -100,
      wrong_secret: -7,
      address: "x".repeat(500),
    };
    await add(1, randomUUID(), [
      nonsense,
      { key: "rzp_test_00000000000000", agoms: 0, requests: 5 },
    ]);
    const after = await usageOf(key.keyId);
    expect([after.requests, after.wrong_secret]).toEqual([before.requests, before.wrong_secret]);
  });

  test("accepts batches of many writers at once and loses nothing (R-20)", async () => {
    const { keyId } = await aKey(await anActor());
    const other = await aKey(await anActor());
    const used = [keyId, other.keyId].map((id) => ({
      key: id,
      agoms: 0,
      requests: 1,
      address: "a",
    }));
    const connections = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        return client;
      }),
    );
    await Promise.all(
      connections.map(async (client, index) => {
        const writer = randomUUID();
        const list = JSON.stringify(index % 2 ? used : used.toReversed());
        for (let batch = 1; batch <= 25; batch++)
          await client.query("select add_key_usage($1, $2, $3, '[]')", [writer, batch, list]);
      }),
    );
    await Promise.all(connections.map((client) => client.end()));
    expect((await usageOf(keyId)).requests).toBe(100);
    expect((await usageOf(other.keyId)).requests).toBe(100);
  });
});
