/** From which addresses a key is used: counted exactly, and limited in number. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { anAuthorizer, ask, authorizerUrl } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const dayMs = 24 * 3_600_000;
const clients: pg.Client[] = [];

/** Connections of the authorizer's role, each of which is a writer. */
beforeAll(async () => {
  const connectionString = await authorizerUrl();
  for (let writer = 0; writer < 4; writer++) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    clients.push(client);
  }
});
afterAll(async () => {
  for (const client of clients) await client.end();
});

interface Entry {
  key: string;
  address: string | null;
  requests?: number;
  agoms?: number;
  firstagoms?: number;
  other?: true;
}

async function add(entries: Entry[], batch = 1, writer: string = randomUUID(), by = clients[0]) {
  const used = entries.map((entry) => ({ agoms: 0, requests: 1, ...entry }));
  const values = [writer, batch, JSON.stringify(used)];
  await by?.query("select add_key_usage($1, $2, $3, '[]')", values);
}

const addressesOf = async (keyId: string): Promise<[string, number][]> =>
  (
    await pool().query<[string, number]>({
      text: `select address, requests::int from key_addresses where key_id = $1 order by day, address collate "C"`,
      values: [keyId],
      rowMode: "array",
    })
  ).rows;

/** By both tables, which must say the same. */
async function sumsOf(keyId: string): Promise<[number, number] | undefined> {
  const sum = (table: string) => `(select sum(requests)::int from ${table} where key_id = $1)`;
  const { rows } = await pool().query<[number, number]>({
    text: `select ${sum("key_addresses")}, ${sum("key_usage")}`,
    values: [keyId],
    rowMode: "array",
  });
  return rows[0];
}

describe("addresses of a key", () => {
  test("are what the trusted gateway saw, an IPv4 address in its own form, each with its requests", async () => {
    const authorizer = await anAuthorizer({
      AUTHORIZER_FLUSH_SECONDS: "3600",
      AUTHORIZER_TRUSTED_HOPS: "1",
    });
    const key = await aKey(await anActor());
    const tell = (address: string, secret = key.secret) =>
      ask(`${authorizer.url}/authorize`, [
        ...["authorization", basic({ ...key, secret })],
        ...["x-forwarded-for", `6.6.6.6, ${address}`],
      ]);
    const given = ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8::7", "nonsense", "203.0.113.7"];
    for (const address of given) await tell(address);
    await tell("203.0.113.66", "wrong");
    await authorizer.stop();
    expect(await addressesOf(key.keyId)).toEqual([
      ["", 1],
      ["2001:db8::7", 1],
      ["203.0.113.7", 3],
    ]);
    expect(await sumsOf(key.keyId)).toEqual([5, 5]);
  });

  test("keep the first and the last use of each day in UTC", async () => {
    const { keyId } = await aKey(await anActor());
    const entry = { key: keyId, address: "203.0.113.1" };
    const sinceMidnight = Date.now() % dayMs;
    await add([{ ...entry, agoms: sinceMidnight + 60_000, firstagoms: sinceMidnight + 90_000 }]);
    await add([{ ...entry, agoms: 0, firstagoms: sinceMidnight / 2 }, entry]);
    const { rows } = await pool().query(
      `select day, requests::int, first_used_at, last_used_at from key_addresses where key_id = $1 order by day`,
      [keyId],
    );
    expect(rows.map(({ requests }) => requests)).toEqual([1, 2]);
    for (const { day, first_used_at: first, last_used_at: last } of rows) {
      expect(day.getTime() % dayMs).toBe(0);
      expect(Math.floor(last.getTime() / dayMs) * dayMs).toBe(day.getTime());
      expect(first.getTime()).toBeLessThan(last.getTime());
    }
  });

  test("are counted once, however often a batch is sent (R-13)", async () => {
    const { keyId } = await aKey(await anActor());
    const writer = randomUUID();
    const entries = [
      { key: keyId, address: "203.0.113.1", requests: 2 },
      { key: keyId, address: "203.0.113.2", requests: 3 },
    ];
    for (const batch of [1, 1, 2, 1, 2]) await add(entries, batch, writer);
    expect(await addressesOf(keyId)).toEqual([
      ["203.0.113.1", 4],
      ["203.0.113.2", 6],
    ]);
  });

  test("are counted exactly by many writers at once, also while they pass the limit together (R-20)", async () => {
    const { keyId } = await aKey(await anActor());
    const everybodys = { key: keyId, address: "203.0.113.1" };
    await add([everybodys]);
    await Promise.all(
      clients.map(async (client, index) => {
        const writer = randomUUID();
        for (let batch = 1; batch <= 10; batch++) {
          const own = { key: keyId, address: `198.51.${index}.${batch}` };
          const joint = { key: keyId, address: `192.0.2.${batch}` };
          const third = { key: keyId, address: `2001:db8::${index}:${batch}` };
          await add([everybodys, own, joint, third], batch, writer, client);
        }
      }),
    );
    const rows = new Map(await addressesOf(keyId));
    expect(rows.get("203.0.113.1")).toBe(41);
    for (let batch = 1; batch <= 10; batch++) expect(rows.get(`192.0.2.${batch}`)).toBe(4);
    expect(rows.size).toBe(1 + 10 + 40 + 40);
    expect(await sumsOf(keyId)).toEqual([161, 161]);
  });
});

describe("a key that is used from very many addresses", () => {
  const many = (key: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => ({ key, address: `address ${from + n}` }));

  test("has a hundred rows a day and one for the others, and no request is lost", async () => {
    const { keyId } = await aKey(await anActor());
    await add(many(keyId, 0, 60));
    await add(many(keyId, 50, 150));
    await Promise.all(clients.map((by, n) => add(many(keyId, n * 100, 5_000), 1, undefined, by)));
    await add([{ key: keyId, address: "address 7", requests: 1_000 }]);
    await add([{ key: keyId, address: null }]);
    await add([{ key: keyId, address: "203.0.113.9", other: true }]);
    const rows = new Map(await addressesOf(keyId));
    expect(rows.size).toBe(102);
    expect([rows.get(""), rows.get("address 7")]).toEqual([1, 1_002]);
    const sum = 60 + 100 + (5_000 + 4_900 + 4_800 + 4_700) + 1_000 + 2;
    expect(await sumsOf(keyId)).toEqual([sum, sum]);
  });

  test("has others on the next day, and another key has its own hundred", async () => {
    const actor = await anActor();
    const [first, second] = [await aKey(actor), await aKey(actor, "live")];
    const yesterday = many(first.keyId, 0, 120).map((entry) => ({ ...entry, agoms: dayMs }));
    await add([...yesterday, ...many(first.keyId, 100, 300), ...many(second.keyId, 0, 99)]);
    const { rows } = await pool().query(
      `select count(*)::int as rows, max(requests) filter (where address = 'other')::int as others
       from key_addresses where key_id in ($1, $2) group by key_id, day order by key_id = $2, day`,
      [first.keyId, second.keyId],
    );
    expect(rows).toEqual([
      { rows: 101, others: 20 },
      { rows: 101, others: 100 },
      { rows: 99, others: null },
    ]);
  });

  test("shows the last address as its last one, even if that is not named", async () => {
    const { keyId } = await aKey(await anActor());
    await add([{ key: keyId, address: "203.0.113.1", agoms: 1_000 }]);
    await add([{ key: keyId, address: "203.0.113.200", other: true }]);
    const { rows } = await pool().query("select last_address from key_usage where key_id = $1", [
      keyId,
    ]);
    expect(rows).toEqual([{ last_address: "203.0.113.200" }]);
  });
});
