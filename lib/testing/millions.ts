/**
 * A database of its own with a million rows in each table that is named, and the plan of every statement that is run on
 * it. The rows are copies without foreign keys, triggers and checks, but with every index of the table: what is to be
 * learned is how they are found.
 */
import pg from "pg";
import { queryOnce } from "./database";

const rows = 1_000_000;

/** For some columns the SQL of their value. `n` is the row's number, and `t` a time in the last three hours. */
export type Values = Record<string, string>;

/** One node of a plan, as `explain (analyze, buffers, format json)` describes it. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: PlanNode[];
}

interface Statement {
  text: string;
  plan: PlanNode;
}

export interface Millions {
  pool: pg.Pool;
  /** The statements that ran since the last call, also those inside functions. */
  takeStatements(): Statement[];
  drop(): Promise<void>;
}

/** Fills a copy of the database `template` with a million rows for each of `tables`, on two connections. */
export async function makeMillions(tables: Record<string, Values>): Promise<Millions> {
  const name = `millions_${process.pid}`;
  const at = (database: string) =>
    Object.assign(new URL(process.env.DATABASE_URL ?? ""), { pathname: `/${database}` }).href;
  await queryOnce(at("postgres"), `create database ${name} template template`);
  const waiting = Object.entries(tables);
  await queryOnce(at(name), "create schema small");
  const fillSome = async () => {
    const client = new pg.Client({ connectionString: at(name) });
    await client.connect();
    try {
      await client.query(
        "set maintenance_work_mem = '256MB'; set max_parallel_maintenance_workers = 0",
      );
      for (let next = waiting.shift(); next; next = waiting.shift()) await fill(client, ...next);
    } finally {
      await client.end();
    }
  };
  await Promise.all([fillSome(), fillSome()]);
  const seen: Statement[] = [];
  const pool = openExplainedPool(at(name), (statement) => seen.push(statement));
  return {
    pool,
    takeStatements: () => seen.splice(0),
    async drop() {
      await pool.end();
      await queryOnce(at("postgres"), `drop database ${name} with (force)`);
    },
  };
}

async function fill(client: pg.Client, table: string, values: Values): Promise<void> {
  const indexes = await client.query<{ text: string }>(
    `select pg_get_indexdef(indexrelid) as text from pg_index where indrelid = $1::regclass`,
    [table],
  );
  const distinct = new Set(indexes.rows.flatMap(({ text }) => columnsOfUnique(text)));
  const columns = await client.query<{ name: string; type: string; isNeeded: boolean }>(
    `select column_name as name, data_type as type, is_nullable = 'NO' as "isNeeded"
     from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  const filled = columns.rows
    .filter(({ name, isNeeded }) => isNeeded || values[name] !== undefined)
    .map(({ name, type }) => [name, values[name] ?? sqlFor(type, distinct.has(name))] as const);
  await client.query("begin");
  await client.query(`alter table ${table} set schema small`);
  await client.query(`create unlogged table ${table} (like small.${table})`);
  await client.query(`insert into ${table} (${filled.map(([name]) => name)})
    select ${filled.map(([, value]) => value)}
    from (select n, now() - (${rows} - n) * interval '10 milliseconds' as t from generate_series(1, ${rows}) n) r`);
  for (const { text } of indexes.rows) await client.query(text.replace(/INDEX \w+/, "INDEX"));
  await client.query("commit");
  await client.query(`analyze ${table}`);
}

function columnsOfUnique(index: string): string[] {
  return /^CREATE UNIQUE INDEX [^(]*\(([^)]*)\)/.exec(index)?.[1]?.split(", ") ?? [];
}

/** Ascending, so that indexes are made quickly. */
function sqlFor(type: string, isDistinct: boolean): string {
  if (type === "text") return isDistinct ? `(${rows} + n)::text` : "''";
  if (type === "bytea") return isDistinct ? "int4send(n)" : "''";
  if (type === "timestamp with time zone") return "t";
  if (type === "jsonb") return "'{}'";
  return type === "boolean" ? "false" : "0";
}

/** PostgreSQL sends the plan of every statement as a notice. */
function openExplainedPool(connectionString: string, tell: (statement: Statement) => void) {
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    client_min_messages: "log",
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const pool = new pg.Pool({ connectionString, max: 2, options: options.join(" ") });
  pool.on("connect", (client) =>
    client.on("notice", ({ message = "" }) => {
      const [, json] = /plan:\n(.*)$/s.exec(message) ?? [];
      if (!json) return;
      const { "Query Text": text, Plan: plan } = JSON.parse(json);
      tell({ text, plan });
    }),
  );
  return pool;
}

/** Every node of a plan. */
export function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** How many rows a statement looked at, also those that it did not want. */
export function rowsRead(plan: PlanNode): number {
  return nodesOf(plan)
    .filter(({ "Relation Name": relation }) => relation !== undefined)
    .reduce(
      (sum, node) =>
        sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
      0,
    );
}

/** How many pages of tables and indexes a statement touched. */
export function pagesRead(plan: PlanNode): number {
  return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"];
}
