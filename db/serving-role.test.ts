/** What the role that serves may and may not do (D27, G-5, G-7). */
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { findBrokenLink } from "@/lib/audit/find-broken-link";
import { warnOfOwner } from "@/lib/audit/warn-of-owner";
import { log } from "@/lib/core/log";
import { freezeKey, unfreezeKey } from "@/lib/operator/freeze-key";
import { operatorOf } from "@/lib/operator/operator";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { asServingRole, servingRoleUrl } from "@/lib/testing/serving";
import { trailOf } from "@/lib/testing/trail";
import { cleanUp } from "@/lib/worker/clean-up";
import { db } from "./client";

let role: pg.Client;

beforeAll(async () => {
  role = new pg.Client({ connectionString: await servingRoleUrl() });
  await role.connect();
});
afterAll(() => role.end());

const usual = "DELETE, INSERT, SELECT, UPDATE";
/** Tables where it has less. */
const less: Record<string, string> = {
  api_keys: "INSERT, SELECT",
  audit_events: "INSERT, SELECT",
  audit_heads: "SELECT",
  secret_fingerprints: "DELETE, INSERT, SELECT",
};
/** It reads them and can change nothing through them. */
const views = ["key_peppers_in_use", "secrets_in_use"];

async function tables(): Promise<string[]> {
  const { rows } = await pool().query(
    "select tablename from pg_tables where schemaname = 'public' order by 1",
  );
  return rows.map(({ tablename }) => tablename);
}

describe("the serving role", () => {
  test("has for each table exactly the rights that the product uses", async () => {
    const { rows } = await pool().query(
      `select table_name, string_agg(privilege_type, ', ' order by privilege_type) as rights
       from information_schema.table_privileges
       where grantee = 'keydesk_dashboard' and table_schema = 'public' group by 1`,
    );
    const rights = Object.fromEntries(rows.map((row) => [row.table_name, row.rights]));
    const expected = [
      ...(await tables()).map((table) => [table, less[table] ?? usual]),
      ...views.map((view) => [view, "SELECT"]),
    ];
    expect(rights).toEqual(Object.fromEntries(expected));
  });

  test("sets of a key what its verbs set, and nothing else", async () => {
    const { rows } = await pool().query(
      `select column_name from information_schema.column_privileges where grantee = 'keydesk_dashboard'
       and table_name = 'api_keys' and privilege_type = 'UPDATE' order by 1`,
    );
    const settable = rows.map(({ column_name }) => column_name);
    expect(settable).toEqual([
      "age_told_days",
      "deactivates_at",
      "frozen_at",
      "remind_at",
      "replaced_at",
    ]);
  });

  test("is missed where one role owns and serves: that works, and is said in the log (D27)", async () => {
    const said = vi.spyOn(log(), "warn");
    await asServingRole(warnOfOwner);
    expect(said).not.toHaveBeenCalled();
    await warnOfOwner();
    expect(said.mock.calls).toEqual([[expect.stringContaining("could rewrite the audit trail")]]);
    said.mockRestore();
  });

  test("owns nothing, and is in no other role", async () => {
    const { rows } = await pool().query(
      `select r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolreplication or r.rolbypassrls or r.rolcanlogin as is_more,
         (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid)
         as owned, (select count(*)::int from pg_auth_members where member = r.oid) as roles
       from pg_roles r where rolname = 'keydesk_dashboard'`,
    );
    expect(rows).toEqual([{ is_more: false, owned: 0, roles: 0 }]);
  });

  test("cannot change, delete or truncate the trail, switch its guards off, or own it (G-5, G-7)", async () => {
    const actor = await anActor();
    await aKey(actor);
    const refused = [
      "update audit_events set address = 'x'",
      "delete from audit_events",
      "truncate audit_events",
      "truncate audit_events, users cascade",
      "select from audit_events for update",
      "do $$ begin lock table audit_events in exclusive mode; end $$",
      "alter table audit_events disable trigger all",
      "alter table audit_events owner to keydesk_dashboard",
      "alter table audit_events rename to other",
      "drop trigger audit_events_append_only on audit_events",
      "drop table audit_events",
      "update audit_heads set shipped_seq = 9, waiting_since = null",
      "delete from audit_heads",
      "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
      "alter function audit_events_append() reset search_path",
      "set session_replication_role = replica",
      "set role postgres",
      "create role other",
      "create table mine (id int)",
      "create function mine() returns int language sql as 'select 1'",
      "delete from api_keys",
      "truncate api_keys",
      "update api_keys set secret_hash = ''",
      "update api_keys set created_at = now()",
      "update api_keys set expires_at = null",
      "alter table api_keys disable trigger all",
      "truncate users cascade",
      "insert into drizzle.__drizzle_migrations values (0, '', 0)",
    ];
    // PostgreSQL only warns that this grants nothing.
    await role.query("grant delete on audit_events to public");
    for (const statement of refused) {
      await expect(role.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    }
    expect(await findBrokenLink(db(), actor.merchant.id)).toBeNull();
  });

  test("a temporary table of the trail's name does not mislead its chain", async () => {
    const actor = await anActor();
    const { id } = actor.merchant;
    await role.query("create temporary table audit_events (chain text, seq bigint, hash bytea)");
    await role.query("insert into pg_temp.audit_events values ($1, 700, 'forged')", [id]);
    await role.query(
      `insert into public.audit_events (org_id, merchant_id, event, outcome, address, user_agent, host, request_id, detail)
       values ('razorpay', $1, 'access.denied', 'refused', 'x', 'x', 'x', 'x', '{}')`,
      [id],
    );
    await role.query("drop table pg_temp.audit_events");
    expect((await trailOf(id)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await findBrokenLink(db(), id)).toBeNull();
  });

  test("runs every verb of a key, and the clean-up", async () => {
    const operator = operatorOf("otto", "staff");
    const events = await asServingRole(async () => {
      const actor = await anActor({ mobile: true, otp: true });
      const old = await aKey(actor);
      const fresh = await aReplacement(actor, old, "in-24-hours");
      const { rows } = await role.query(
        "select deactivates_at + interval '24 hours' as until from api_keys where key_id = $1",
        [old.keyId],
      );
      await extendKey(actor, { mode: "test", keyId: old.keyId, until: rows[0].until });
      await deactivateKey(actor, { mode: "test", keyId: old.keyId });
      await freezeKey(operator, fresh.keyId);
      await unfreezeKey(operator, fresh.keyId);
      await cleanUp();
      return (await trailOf(actor.merchant.id)).map(({ event }) => event);
    });
    expect(events).toContain("key.extended");
    expect(events.at(-1)).toBe("key.unfrozen");
  });

  test("serves a table of a later migration by itself", async () => {
    const table = `later_${randomBytes(4).toString("hex")}`;
    await pool().query(`create table ${table} (id bigint generated always as identity, word text)`);
    try {
      await role.query(`insert into ${table} (word) values ('a')`);
      await role.query(`update ${table} set word = 'b'`);
      expect((await role.query(`delete from ${table} returning word`)).rows).toEqual([
        { word: "b" },
      ]);
      await expect(role.query(`truncate ${table}`)).rejects.toMatchObject({ code: "42501" });
    } finally {
      await pool().query(`drop table ${table}`);
    }
  });
});
