import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";
import { expect, test } from "vitest";
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
    "key_failures",
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
