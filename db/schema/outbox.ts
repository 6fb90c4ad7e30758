/**
 * Messages that are sent after the commit of the change they report (SECURITY R-14), and which expiries were announced.
 */
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
 * One message to one person. States: waiting (`availableAt`) → leased → sent, or given up. Gateways know it by its id,
 * so sending it twice still delivers it once. It never contains a code, a secret or a link's token: links are made when
 * the message is sent.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id"),
    /** The recipient, if it is a user. */
    userId: text("user_id"),
    channel: text("channel").$type<Channel>().notNull(),
    /** An e-mail address or an E.164 number; "" when a message was given up so long ago that it is forgotten. */
    recipient: text("recipient").notNull(),
    kind: text("kind").notNull(),
    /** The facts that the text of `kind` needs. */
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    /** Not sent before this time: now at first, later after each failed try. */
    availableAt: at("available_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    leasedUntil: at("leased_until"),
    /** The try that holds the lease. A worker that has lost it cannot mark the row. */
    leaseId: text("lease_id"),
    sentAt: at("sent_at"),
    givenUpAt: at("given_up_at"),
    /** Why the last try failed, in a short word without any content. */
    lastError: text("last_error"),
  },
  (t) => [
    index("outbox_waiting")
      .on(t.availableAt)
      .where(sql`${t.sentAt} is null and ${t.givenUpAt} is null`),
    // For the operator: how old the oldest message is that waits, and how many were given up.
    index("outbox_oldest")
      .on(t.createdAt)
      .where(sql`${t.sentAt} is null and ${t.givenUpAt} is null`),
    index("outbox_given_up_at").on(t.givenUpAt).where(sql`${t.givenUpAt} is not null`),
    index("outbox_org").on(t.orgId, t.createdAt),
    index("outbox_given_up")
      .on(t.orgId, t.givenUpAt)
      .where(sql`${t.givenUpAt} is not null and ${t.recipient} <> ''`),
    index("outbox_sent").on(t.sentAt).where(sql`${t.sentAt} is not null`),
    check("outbox_channel", sql`${t.channel} in ('email','sms')`),
    check("outbox_one_end", sql`num_nonnulls(${t.sentAt}, ${t.givenUpAt}) <= 1`),
    check("outbox_recipient", sql`${t.recipient} <> '' or ${t.givenUpAt} is not null`),
    check("outbox_attempts", sql`${t.attempts} >= 0`),
  ],
);

/** Which reminders of a key's expiry were sent, so that each is sent once, even if workers restart (DESIGN §2.10). */
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
