/** Messages that leave after the commit of what they tell of (SECURITY R-14), and what was announced already. */
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from "drizzle-orm/pg-core";
import type { OrgId } from "@/lib/orgs/org";
import { apiKeys } from "./keys";
import { at } from "./people";

export type Channel = "email" | "sms";

/**
 * One message to one person. States: waiting (`availableAt`) → leased → sent, or given up. Its id is the reference
 * under which a gateway knows it, so that a repeated sending is one message. Never holds a code, a secret or a link's
 * token: links are made of a row's id when the message is written.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id"),
    /** Whom it is for, where that is a user. */
    userId: text("user_id"),
    channel: text("channel").$type<Channel>().notNull(),
    /** An e-mail address or an E.164 number. */
    recipient: text("recipient").notNull(),
    kind: text("kind").notNull(),
    /** Facts for the words of `kind`. */
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Not before this moment: now at first, later after every failed try. */
    availableAt: at("available_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    leasedUntil: at("leased_until"),
    /** The try that holds the lease: a worker that lost it may not mark the row. */
    leaseId: text("lease_id"),
    sentAt: at("sent_at"),
    givenUpAt: at("given_up_at"),
    /** Why the last try failed: a word, never what was sent. */
    lastError: text("last_error"),
  },
  (t) => [
    index("outbox_waiting")
      .on(t.availableAt)
      .where(sql`${t.sentAt} is null and ${t.givenUpAt} is null`),
    index("outbox_org").on(t.orgId, t.createdAt),
    check("outbox_channel", sql`${t.channel} in ('email','sms')`),
    check("outbox_one_end", sql`num_nonnulls(${t.sentAt}, ${t.givenUpAt}) <= 1`),
    check("outbox_attempts", sql`${t.attempts} >= 0`),
  ],
);

/** An expiry is announced once per distance, whatever restarts (DESIGN §2.10). */
export const keyReminders = pgTable(
  "key_reminders",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    keyId: text("key_id").notNull(),
    daysBefore: integer("days_before").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "key_reminders_pkey", columns: [t.keyId, t.daysBefore] }),
    foreignKey({
      name: "key_reminders_key_of_same_merchant",
      columns: [t.orgId, t.merchantId, t.keyId],
      foreignColumns: [apiKeys.orgId, apiKeys.merchantId, apiKeys.keyId],
    }),
  ],
);
