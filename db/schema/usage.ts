/**
 * Usage of each key, as the authorizer counts it. Only the function `add_key_usage` (migration 0003) writes here, so
 * that the authorizer's role can add counts and do nothing else (SECURITY A-17).
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { OrgId } from "@/lib/orgs/org";
import { apiKeys } from "./keys";
import { at } from "./people";

/** Why credentials with an existing key id were refused. Unknown ids are only counted in a metric. */
export const failureCauses = [
  "whitespace",
  "malformed",
  "wrong_secret",
  "wrong_mode",
  "deactivated",
  "expired",
  "frozen",
] as const;

export type FailureCause = (typeof failureCauses)[number];

const total = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/** One row for each key and hour. */
export const keyUsage = pgTable(
  "key_usage",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    keyId: text("key_id").notNull(),
    hour: at("hour").notNull(),
    /** Requests that passed. */
    requests: total("requests"),
    whitespace: total("whitespace"),
    malformed: total("malformed"),
    wrongSecret: total("wrong_secret"),
    wrongMode: total("wrong_mode"),
    deactivated: total("deactivated"),
    expired: total("expired"),
    frozen: total("frozen"),
    /** When and from which address the last request came that passed; null if none passed in this hour. */
    lastUsedAt: at("last_used_at"),
    lastAddress: text("last_address"),
  },
  (t) => [
    primaryKey({ name: "key_usage_pkey", columns: [t.keyId, t.hour] }),
    index("key_usage_hour").on(t.hour),
    foreignKey({
      name: "key_usage_key_of_same_merchant",
      columns: [t.orgId, t.merchantId, t.keyId],
      foreignColumns: [apiKeys.orgId, apiKeys.merchantId, apiKeys.keyId],
    }),
    check("key_usage_hour", sql`${t.hour} = date_trunc('hour', ${t.hour}, 'UTC')`),
    check("key_usage_used", sql`(${t.requests} > 0) = (${t.lastUsedAt} is not null)`),
  ],
);

/** Stands for the addresses of a key and day beyond the first hundred, which share a row. */
export const otherAddresses = "other";

/**
 * From where a key is used: one row for each key, day and client address. Their requests of a day add up to those in
 * `key_usage`. `add_key_addresses` limits the addresses of a key and day to a hundred; the rest share a row.
 */
export const keyAddresses = pgTable(
  "key_addresses",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    keyId: text("key_id").notNull(),
    /** The start of a day in UTC. */
    day: at("day").notNull(),
    /** Empty: the gateway named none. */
    address: text("address").notNull(),
    /** Requests that passed. */
    requests: bigint("requests", { mode: "number" }).notNull(),
    firstUsedAt: at("first_used_at").notNull(),
    lastUsedAt: at("last_used_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "key_addresses_pkey", columns: [t.keyId, t.day, t.address] }),
    index("key_addresses_day").on(t.day),
    foreignKey({
      name: "key_addresses_key_of_same_merchant",
      columns: [t.orgId, t.merchantId, t.keyId],
      foreignColumns: [apiKeys.orgId, apiKeys.merchantId, apiKeys.keyId],
    }),
    check("key_addresses_day", sql`${t.day} = date_trunc('day', ${t.day}, 'UTC')`),
    check("key_addresses_requests", sql`${t.requests} > 0`),
    check("key_addresses_used", sql`${t.firstUsedAt} <= ${t.lastUsedAt}`),
  ],
);

/**
 * The newest failed attempts of a key. Those with the same cause and address within an hour share a row.
 * `add_key_usage` limits their number.
 */
export const keyFailures = pgTable(
  "key_failures",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    keyId: text("key_id").notNull(),
    hour: at("hour").notNull(),
    cause: text("cause").$type<FailureCause>().notNull(),
    address: text("address").notNull(),
    attempts: integer("attempts").notNull(),
    lastAt: at("last_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "key_failures_pkey", columns: [t.keyId, t.hour, t.cause, t.address] }),
    index("key_failures_merchant").on(t.orgId, t.merchantId, t.lastAt),
    index("key_failures_hour").on(t.hour),
    foreignKey({
      name: "key_failures_key_of_same_merchant",
      columns: [t.orgId, t.merchantId, t.keyId],
      foreignColumns: [apiKeys.orgId, apiKeys.merchantId, apiKeys.keyId],
    }),
    check(
      "key_failures_cause",
      sql`${t.cause} in ('whitespace','malformed','wrong_secret','wrong_mode','deactivated','expired','frozen')`,
    ),
    check("key_failures_attempts", sql`${t.attempts} > 0`),
  ],
);

/**
 * The last batch of each authorizer process, so that a batch that is sent again after a lost answer adds nothing
 * (R-13).
 */
export const usageWriters = pgTable(
  "usage_writers",
  {
    writer: text("writer").primaryKey(),
    batch: bigint("batch", { mode: "number" }).notNull(),
    at: at("at").notNull(),
  },
  (t) => [index("usage_writers_at").on(t.at)],
);
