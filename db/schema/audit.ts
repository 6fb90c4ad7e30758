/** The audit trail (append-only, one hash chain for each merchant: G-5), and counters: of failures, for rate limits. */
import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";
import { at } from "./people";
import { bytea } from "./sessions";

export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    /** Null for events that name no merchant, such as a failed login. */
    merchantId: text("merchant_id"),
    userId: text("user_id"),
    sessionId: text("session_id"),
    event: text("event").notNull(),
    outcome: text("outcome").$type<"ok" | "refused">().notNull(),
    mode: text("mode").$type<Mode>(),
    keyId: text("key_id"),
    address: text("address").notNull(),
    userAgent: text("user_agent").notNull(),
    host: text("host").notNull(),
    requestId: text("request_id").notNull(),
    detail: jsonb("detail").$type<Record<string, string>>().notNull(),
    /** The trigger sets these four columns, whatever the statement says. */
    at: at("at").notNull().default(sql`clock_timestamp()`),
    chain: text("chain").notNull().default(""),
    seq: bigint("seq", { mode: "number" }).notNull().default(0),
    hash: bytea("hash").notNull().default(sql`''::bytea`),
  },
  (t) => [
    unique("audit_events_chain_seq").on(t.chain, t.seq),
    index("audit_events_merchant").on(t.orgId, t.merchantId, t.id),
    check("audit_events_outcome", sql`${t.outcome} in ('ok','refused')`),
  ],
);

/**
 * How far each chain of the trail has come, and how much of it the sink off the host knows (G-5, G-8). The trail's
 * trigger and `mark_heads_shipped` write it. It is only a list of what to ship: the proof is in the sink.
 */
export const auditHeads = pgTable(
  "audit_heads",
  {
    chain: text("chain").primaryKey(),
    /** The number of the newest entry. */
    seq: bigint("seq", { mode: "number" }).notNull(),
    /** Since when it has had entries that were not shipped; null: there are none. */
    waitingSince: at("waiting_since"),
    shippedSeq: bigint("shipped_seq", { mode: "number" }).notNull().default(0),
    shippedAt: at("shipped_at"),
  },
  (t) => [
    index("audit_heads_waiting").on(t.waitingSince).where(sql`${t.waitingSince} is not null`),
    index("audit_heads_shipped").on(t.shippedAt),
  ],
);

/**
 * Failures that name no merchant, counted by brand, event and hour (D31). The rows of an hour add up: each statement
 * takes one that nobody else holds, so no request waits for another's.
 */
export const auditFailures = pgTable(
  "audit_failures",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    event: text("event").notNull(),
    hour: at("hour").notNull(),
    failures: bigint("failures", { mode: "number" }).notNull(),
    /** How many of them the trail has in full. */
    inFull: bigint("in_full", { mode: "number" }).notNull(),
  },
  (t) => [
    index("audit_failures_hour").on(t.hour, t.orgId, t.event),
    check("audit_failures_in_full", sql`${t.inFull} between 0 and ${t.failures}`),
  ],
);

/** One fixed window for each key, counted by an atomic upsert on the database's clock (L-10). */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").primaryKey(),
    windowStart: at("window_start").notNull(),
    count: integer("count").notNull(),
  },
  (t) => [index("rate_limits_window").on(t.windowStart)],
);
