import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { authorizerUrl } from "@/lib/testing/authorizer";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

let role: pg.Client;

beforeAll(async () => {
  role = new pg.Client({ connectionString: await authorizerUrl() });
  await role.connect();
});
afterAll(() => role.end());

const readable = [
  "key_id",
  "org_id",
  "merchant_id",
  "mode",
  "secret_hash",
  "pepper_id",
  "created_at",
  "expires_at",
  "deactivates_at",
  "frozen_at",
];

describe("the authorizer's database role (A-17)", () => {
  test("reads exactly what verification needs", async () => {
    const { rows } = await pool().query(
      `select table_name, column_name, privilege_type from information_schema.column_privileges
       where grantee = 'keydesk_authorizer' order by 1, 2`,
    );
    const expected = [
      ...readable.map((column) => ["api_keys", column, "SELECT"]),
      ...["ring", "id", "fingerprint"].map((column) => ["secret_fingerprints", column, "SELECT"]),
      ["key_peppers_in_use", "id", "SELECT"],
    ];
    expect(rows.map((row) => Object.values(row)).sort()).toEqual(expected.sort());
  });

  test("reads no other table and no other column, and writes nowhere", async () => {
    await aKey(await anActor());
    const { rows: tables } = await pool().query(
      "select tablename from pg_tables where schemaname = 'public'",
    );
    const refused = [
      ...tables.flatMap(({ tablename }) => [
        `select * from ${tablename}`,
        `delete from ${tablename}`,
        `truncate ${tablename}`,
        `do $$ begin lock table ${tablename} in exclusive mode; end $$`,
      ]),
      "select created_by from api_keys",
      "select request_id from api_keys",
      "update api_keys set deactivates_at = null",
      "insert into key_usage (org_id, merchant_id, key_id, hour) values ('axis', 'm', 'k', now())",
      "update key_usage set requests = 0",
      "insert into key_addresses (org_id, merchant_id, key_id, day, address, requests) values ('axis', 'm', 'k', now(), 'a', 1)",
      "update key_addresses set requests = 1",
      "select add_key_addresses('[]')",
      "insert into secret_fingerprints (ring, id, fingerprint) values ('KEY_PEPPERS', 'x', decode(repeat('00', 32), 'hex'))",
      "update secret_fingerprints set id = 'x'",
      "select * from secrets_in_use",
      "create table mine (id int)",
      "set role postgres",
      "create role other",
      "alter table api_keys disable trigger all",
    ];
    expect(tables.length).toBeGreaterThan(10);
    for (const statement of refused) {
      await expect(role.query(statement), statement).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|42P01)$/),
      });
    }
    await expect(role.query(`select ${readable.join(", ")} from api_keys`)).resolves.toBeTruthy();
  });

  test("other roles cannot add usage", async () => {
    for (const name of ["add_key_usage(text, bigint, jsonb, jsonb)", "add_key_addresses(jsonb)"]) {
      const { rows } = await pool().query(
        "select has_function_privilege('public', $1, 'execute') as may",
        [name],
      );
      expect(rows[0].may, name).toBe(false);
    }
  });
});
