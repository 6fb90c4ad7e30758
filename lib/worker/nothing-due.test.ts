/** No chore reads a table through to find that nothing is due (docs/decisions/0045). */
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { readShippingLag, shipHeads } from "@/lib/audit/ship-heads";
import { claimMessages } from "@/lib/outbox/claim";
import { readBacklog } from "@/lib/outbox/read-backlog";
import {
  type Millions,
  makeMillions,
  nodesOf,
  pagesRead,
  rowsRead,
  type Values,
} from "@/lib/testing/millions";
import { hourlyChores, minuteChores } from "./chores";
import { cleanUp, rules } from "./clean-up";

/** What stands in tables where nothing is due. Everything that is not named here is of the last three hours. */
const notDue: Record<string, Values> = {
  ...Object.fromEntries(rules.map(({ table }) => [table, {}])),
  // Each is its user's last one, which stays for ever.
  sessions: { user_id: "n::text", created_at: "t - interval '1 year'" },
  outbox: {
    org_id: "'razorpay'::text",
    recipient: "'someone'::text",
    sent_at: "case when n % 2 = 0 then t end",
    given_up_at: "case when n % 2 = 1 then t end",
  },
  invitations: { accepted_at: "t" },
  key_usage: { hour: "date_trunc('hour', t)" },
  key_addresses: { day: "date_trunc('day', t)" },
  audit_failures: { id: "n" },
  // Everything has been shipped.
  audit_heads: { shipped_at: "t" },
  // Half of them end soon, and their owners know; half are Live and have no end.
  api_keys: {
    mode: "case when n % 2 = 0 then 'test' else 'live' end",
    expires_at: "case when n % 2 = 0 then t + interval '20 days' end",
    remind_at: "case when n % 2 = 0 then t + interval '6 days' end",
  },
};

/** Fifteen seconds on two free processors; many times that on a crowded machine. */
const fillMs = 300_000;

const holder = globalThis as { keydeskPool?: Millions["pool"] };
const usual = holder.keydeskPool;
let millions: Millions;

beforeAll(async () => {
  millions = await makeMillions(notDue);
  holder.keydeskPool = millions.pool;
}, fillMs);
afterAll(async () => {
  if (usual) holder.keydeskPool = usual;
  else delete holder.keydeskPool;
  await millions?.drop();
});

/**
 * Runs `work` and returns its statements that touched a table, after a look at each. One that finds nothing goes down a
 * few indexes; a million rows are more than ten thousand pages.
 */
async function explained(work: () => Promise<unknown>, most = { pages: 40, rows: 20 }) {
  millions.takeStatements();
  await work();
  const statements = millions
    .takeStatements()
    .filter(({ plan }) => nodesOf(plan).some((node) => node["Relation Name"]));
  for (const { text, plan } of statements) {
    const scans = nodesOf(plan).filter(
      (node) => node["Node Type"] === "Seq Scan" && (node["Relation Name"] ?? "") in notDue,
    );
    expect(scans, text).toEqual([]);
    expect(pagesRead(plan), text).toBeLessThanOrEqual(most.pages);
    expect(rowsRead(plan), text).toBeLessThanOrEqual(most.rows);
  }
  return statements;
}

describe("at a million rows, where nothing is due", () => {
  test("every rule of clean-up goes down an index and reads a few pages", async () => {
    const statements = await explained(cleanUp);
    const tables = statements.map(({ plan }) => plan["Relation Name"]);
    expect(tables).toEqual(rules.map(({ table }) => table));
  });

  test("so does every other chore of the worker", async () => {
    for (const { name, run } of [...minuteChores, ...hourlyChores])
      expect(await explained(run), name).not.toEqual([]);
  });

  test("the reminders read the keys that are due, and no others", async () => {
    await db().execute(sql`update api_keys set remind_at = now() where id in
      (select id from api_keys where remind_at is not null order by remind_at desc limit 40)`);
    await db().execute(sql`update api_keys set created_at = now() - interval '91 days' where id in
      (select id from api_keys where mode = 'live' order by created_at desc limit 40)`);
    for (const { name, run } of minuteChores) {
      const statements = await explained(run, { pages: 400, rows: 90 });
      expect(statements.length, name).toBeGreaterThan(40);
    }
  });

  test("so does the worker that looks for messages to send", async () => {
    expect(await explained(() => claimMessages(8))).not.toEqual([]);
  });

  test("the metrics of the outbox count so many entries of an index and no more", async () => {
    expect(await explained(readBacklog, { pages: 100, rows: 1_100 })).not.toEqual([]);
  });

  test("so does the worker that looks for heads of the audit trail to ship, and its metrics", async () => {
    const keys = { current: "a", ring: new Map([["a", randomBytes(32)]]) };
    const sink = { url: "http://127.0.0.1:9/nobody-listens" };
    expect(await explained(() => shipHeads({ keys, sink }))).not.toEqual([]);
    expect(await explained(readShippingLag)).not.toEqual([]);
  });

  test("so does an authorizer that adds usage", async () => {
    const add = () => db().execute(sql`select add_key_usage('w', 1, '[{"key": "none"}]', '[]')`);
    expect((await explained(add)).length).toBeGreaterThan(3);
  });
});

test("a deleted row makes PostgreSQL look for no reference without an index", async () => {
  const found = await db().execute(sql`
    select c.conname from pg_constraint c
    where c.contype = 'f' and c.confrelid::regclass::text in ${rules.map(({ table }) => `small.${table}`)}
      and not exists (select from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`);
  expect(found.rows).toEqual([]);
});
