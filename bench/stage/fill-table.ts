/**
 * Fills `api_keys` with millions of rows in minutes: triggers and foreign keys are skipped (the merchants do not
 * exist); indexes and checks are dropped, and only those that the authorizer's statements meet are made again, from
 * their own definitions. For a database of the bench's own only.
 */
import pg from "pg";
import type { BenchKey } from "@/bench/load/key-set";

interface Part {
  name: string;
  drop: string;
  create: string;
}

const chunk = 1_000_000;
/** What the authorizer reads by, and what the usage that it writes refers to. */
const needed = [
  "api_keys_key_id",
  "api_keys_tenant",
  "key_usage_key_of_same_merchant",
  "key_failures_key_of_same_merchant",
  "key_addresses_key_of_same_merchant",
];

/** Exactly `rows` keys: those known, spread evenly over the table, and for the rest such that fit no secret. */
export async function fillTable(
  databaseUrl: string,
  rows: number,
  known: readonly BenchKey[],
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set maintenance_work_mem = '1GB'");
    await client.query("alter table api_keys set (autovacuum_enabled = false)");
    await rememberKnown(client, rows, known);
    const parts = await listParts(client);
    for (const { drop } of parts) await client.query(drop);
    for (let from = 1; from <= rows; from += chunk)
      await client.query(insertChunk, [from, Math.min(rows, from + chunk - 1)]);
    for (const { name, create } of parts.toReversed())
      if (needed.includes(name)) await client.query(create);
    await client.query("alter table api_keys reset (autovacuum_enabled)");
    await client.query("vacuum (analyze) api_keys");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

/** Each known key gets a row number of its own, in no order. */
async function rememberKnown(
  client: pg.Client,
  rows: number,
  known: readonly BenchKey[],
): Promise<void> {
  await client.query(`create temp table known (n bigint primary key, merchant_id text, mode text, key_id text,
    secret_hash bytea, ends_at timestamptz)`);
  const names = ["merchantId", "mode", "keyId", "secretHash", "endsInHours"] as const;
  const columns = names.map((name) => known.map((key) => key[name]));
  await client.query(
    `insert into known select 1 + (row_number() over (order by random()) - 1) * $6::bigint / $7::bigint,
       merchant_id, mode, key_id, secret_hash, now() + make_interval(hours => hours)
     from unnest($1::text[], $2::text[], $3::text[], $4::bytea[], $5::int[])
       as given(merchant_id, mode, key_id, secret_hash, hours)`,
    [...columns, rows, known.length],
  );
  await client.query("analyze known");
}

const insertChunk = `
  insert into api_keys (id, org_id, merchant_id, mode, key_id, secret_hash, pepper_id, created_at, created_by,
    replaced_at, deactivates_at, request_id)
  select 'key_' || lpad(n::text, 20, '0'), 'razorpay', coalesce(known.merchant_id, 'mer_' || lpad(n::text, 20, '0')),
    coalesce(known.mode, 'live'),
    coalesce(known.key_id, 'rzp_live_' || substr(translate(encode(hash, 'base64'), '+/', 'Zz'), 1, 14)),
    coalesce(known.secret_hash, hash), 'k1', now() - interval '2 days', 'usr_bench',
    ends_at - interval '21 hours', ends_at, 'bench ' || n
  from generate_series($1::bigint, $2::bigint) n
  cross join lateral (select sha256(int8send(n)) as hash) made
  left join known using (n)`;

/** What is unique, indexed or checked, and what refers to it, in an order in which it can be dropped. */
async function listParts(client: pg.Client): Promise<Part[]> {
  const constraints = await client.query(`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where conrelid = 'api_keys'::regclass and contype in ('p', 'u', 'c') or confrelid = 'api_keys'::regclass
    order by contype = 'f' desc`);
  const indexes = await client.query(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'api_keys'::regclass
      and not exists (select from pg_constraint where conindid = indexrelid)`);
  return [
    ...constraints.rows.map(({ table, name, definition }) => ({
      name,
      drop: `alter table ${table} drop constraint ${name}`,
      create: `alter table ${table} add constraint ${name} ${definition}`,
    })),
    ...indexes.rows.map(({ name, definition }) => ({
      name,
      drop: `drop index ${name}`,
      create: definition,
    })),
  ];
}
