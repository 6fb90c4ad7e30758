import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { expect, test } from "vitest";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { migrate } from "./migrate";

const { entries } = JSON.parse(readFileSync("db/migrations/meta/_journal.json", "utf8"));

async function anEmptyDatabase(owner = "postgres"): Promise<string> {
  const name = `migrate_${randomBytes(4).toString("hex")}`;
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query(`create database ${name} owner ${owner}`);
  await client.end();
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  return url.toString();
}

test("any number of processes may migrate at once, and again later", async () => {
  const url = await anEmptyDatabase();
  await Promise.all(Array.from({ length: 6 }, () => migrate(url)));
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await client.query(
    "select tablename from pg_tables where schemaname = 'public' order by 1",
  );
  const applied = await client.query("select count(*)::int as n from drizzle.__drizzle_migrations");
  await client.end();
  expect(tables.rows.map((row) => row.tablename)).toEqual([
    "api_keys",
    "audit_events",
    "audit_failures",
    "audit_heads",
    "authenticators",
    "email_changes",
    "invitations",
    "key_addresses",
    "key_failures",
    "key_lives",
    "key_reminders",
    "key_usage",
    "known_devices",
    "members",
    "merchants",
    "not_me_links",
    "otp_challenges",
    "outbox",
    "password_resets",
    "pending_logins",
    "rate_limits",
    "recovery_codes",
    "secret_fingerprints",
    "sessions",
    "signups",
    "usage_writers",
    "users",
    "websites",
  ]);
  expect(applied.rows[0].n).toBe(entries.length);
});

test("a role that owns the database and may nothing else migrates it, and another one serves (D27)", async () => {
  const owner = `owner_${randomBytes(4).toString("hex")}`;
  const admin = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await admin.connect();
  await admin.query(`create role ${owner} login password 'owner'`);
  const url = new URL(await anEmptyDatabase(owner));
  url.username = owner;
  url.password = "owner";
  await migrate(url.href);
  url.username = `${owner}_web`;
  await admin.query(`create role ${url.username} login password 'owner' in role keydesk_dashboard`);
  await admin.end();
  const serving = new pg.Client({ connectionString: url.href });
  await serving.connect();
  await serving.query("insert into merchants (id, org_id, name) values ('m', 'axis', 'M')");
  await serving.query("delete from merchants");
  await expect(serving.query("delete from audit_events")).rejects.toThrow("permission denied");
  await serving.end();
});

/** A database as it was before this migration. */
async function aDatabaseBefore(tag: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await anEmptyDatabase() });
  await client.connect();
  const folder = mkdtempSync(join(tmpdir(), "migrations-"));
  cpSync("db/migrations", folder, { recursive: true });
  const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8"));
  const at = journal.entries.findIndex((entry: { tag: string }) => entry.tag.endsWith(tag));
  expect(at).toBeGreaterThan(0);
  journal.entries.splice(at);
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify(journal));
  await runMigrations(drizzle(client), { migrationsFolder: folder });
  rmSync(folder, { recursive: true });
  return client;
}

test("in an older database the chores find the sessions that may go, and the keys that end", async () => {
  const client = await aDatabaseBefore("_indexes_of_chores");
  await client.query("set session_replication_role = replica");
  await client.query(`insert into sessions (id, org_id, user_id, merchant_id, sid_hash, created_at, address, user_agent)
    select id, 'axis', usr, 'm', id::bytea, now() - age, '', ''
    from (values ('old', 'u', interval '2 days'), ('new', 'u', interval '1 day'), ('only', 'v', interval '9 days'))
      as s(id, usr, age)`);
  await client.query(`insert into api_keys (id, org_id, merchant_id, mode, key_id, secret_hash, pepper_id, created_by,
      request_id, created_at, expires_at)
    select id, 'axis', id, 'test', 'axs_test_' || rpad(id, 14, '0'), sha256('x'), 'p', 'u', id,
      now() - interval '1 year', now() + until
    from (values ('ends', interval '90 days'), ('ended', interval '-1 day'), ('stays', null)) as k(id, until)`);
  await client.query("set session_replication_role = origin");
  const { database, host, port, user, password } = client;
  await migrate(`postgres://${user}:${password}@${host}:${port}/${database}`);
  const sessions = await client.query(
    "select id from sessions where superseded_at is not null order by id",
  );
  expect(sessions.rows).toEqual([{ id: "old" }]);
  const keys = await client.query(`select id, (expires_at - remind_at = interval '30 days') as soon
    from api_keys where remind_at is not null`);
  expect(keys.rows).toEqual([{ id: "ends", soon: true }]);
  const told = await client.query(
    "select tgenabled from pg_trigger where tgname = 'api_keys_tell'",
  );
  expect(told.rows, "authorizers are told of changes as before").toEqual([{ tgenabled: "O" }]);
  await client.end();
});

test("of an older database keys in their last day are looked at once more, at their end", async () => {
  const client = await aDatabaseBefore("_reminders_at_the_end");
  await client.query("set session_replication_role = replica");
  await client.query(`insert into api_keys (id, org_id, merchant_id, mode, key_id, secret_hash, pepper_id, created_by,
      request_id, created_at, expires_at, remind_at)
    select id, 'axis', id, 'live', 'axs_live_' || rpad(id, 14, '0'), sha256('x'), 'p', 'u', id,
      now() - interval '1 year', now() + until, now() + again
    from (values ('ends', interval '5 hours', null), ('ended', interval '-1 day', null), ('stays', null, null),
      ('later', interval '9 days', interval '2 days')) as k(id, until, again)`);
  await client.query("set session_replication_role = origin");
  const { database, host, port, user, password } = client;
  await migrate(`postgres://${user}:${password}@${host}:${port}/${database}`);
  const keys = await client.query(`select id, remind_at = expires_at as at_its_end, age_told_days
    from api_keys where remind_at is not null order by id`);
  expect(keys.rows).toEqual([
    { id: "ends", at_its_end: true, age_told_days: 0 },
    { id: "later", at_its_end: false, age_told_days: 0 },
  ]);
  const told = await client.query(
    "select tgenabled from pg_trigger where tgname = 'api_keys_tell'",
  );
  expect(told.rows).toEqual([{ tgenabled: "O" }]);
  await client.end();
});

test("of an older database every chain of the trail waits to be shipped, and verifies", async () => {
  const client = await aDatabaseBefore("_serving_role");
  const add = (chain: string) =>
    client.query(
      `insert into audit_events (org_id, merchant_id, event, outcome, address, user_agent, host, request_id, detail)
       values ('axis', $1, 'access.denied', 'refused', '', '', '', '', '{}')`,
      [chain],
    );
  for (const chain of ["mer_a", "mer_a", "mer_b"]) await add(chain);
  const { database, host, port, user, password } = client;
  await migrate(`postgres://${user}:${password}@${host}:${port}/${database}`);
  await add("mer_a");
  const heads = await client.query(
    "select chain, seq::int, shipped_seq::int from audit_heads where waiting_since is not null order by chain",
  );
  expect(heads.rows).toEqual([
    { chain: "mer_a", seq: 3, shipped_seq: 0 },
    { chain: "mer_b", seq: 1, shipped_seq: 0 },
  ]);
  const trail = await verifyTrail(drizzle(client), {});
  expect(trail).toMatchObject({ chains: 2, entries: 4, findings: [] });
  await client.end();
});
