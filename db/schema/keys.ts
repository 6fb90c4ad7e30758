/** API keys, and how long new ones live. Constraints enforce what must always be true of a key. */
import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Mode } from "@/lib/core/mode";
import type { KeyLife, OrgId } from "@/lib/orgs/org";
import { at, merchants, users } from "./people";
import { bytea } from "./sessions";

/** What a merchant chose for the new keys of a mode. Without a row the brand's default counts (DESIGN §2.10). */
export const keyLives = pgTable(
  "key_lives",
  {
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    mode: text("mode").$type<Mode>().notNull(),
    life: text("life").$type<KeyLife>().notNull(),
    changedAt: at("changed_at").notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.merchantId, t.mode] }),
    foreignKey({
      name: "key_lives_merchant_of_same_org",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
    check("key_lives_mode", sql`${t.mode} in ('test','live')`),
    check("key_lives_life", sql`${t.life} in ('never','90-days','180-days','1-year')`),
  ],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    orgId: text("org_id").$type<OrgId>().notNull(),
    merchantId: text("merchant_id").notNull(),
    mode: text("mode").$type<Mode>().notNull(),
    /** The public part: `<prefix>_<mode>_` and 14 base62 characters. */
    keyId: text("key_id").notNull().unique("api_keys_key_id"),
    /** HMAC-SHA-256(pepper `pepperId`, secret). The secret itself is stored nowhere (K-3, K-15). */
    secretHash: bytea("secret_hash").notNull(),
    pepperId: text("pepper_id").notNull(),
    createdAt: at("created_at").notNull().default(sql`clock_timestamp()`),
    createdBy: text("created_by").notNull(),
    /** The key's own expiry; null: never. It is never changed. */
    expiresAt: at("expires_at"),
    /** When it was replaced; null on the mode's current key. */
    replacedAt: at("replaced_at"),
    /** The deadline of a replaced key. It is compared at every use, so no job has to end keys (K-11). */
    deactivatesAt: at("deactivates_at"),
    /** The key is refused while this is set: by an operator, for the key or its merchant, or by "This wasn't me". */
    frozenAt: at("frozen_at"),
    /**
     * When to look for a reminder of its expiry that is due; null: never. A trigger sets it with the expiry, the worker
     * moves it on.
     */
    remindAt: at("remind_at"),
    /** At what age its people were last told that this Live key has no end: 0 (not yet), 90 or 365 days. */
    ageToldDays: integer("age_told_days").notNull().default(0),
    /** The request that made the key, so that a repeated submit never makes a second one (K-13). */
    requestId: text("request_id").notNull(),
  },
  (t) => [
    uniqueIndex("api_keys_one_current")
      .on(t.orgId, t.merchantId, t.mode)
      .where(sql`${t.replacedAt} is null`),
    // For foreign keys of usage tables, which include the tenant (D16).
    unique("api_keys_tenant").on(t.orgId, t.merchantId, t.keyId),
    unique("api_keys_request").on(t.orgId, t.merchantId, t.mode, t.requestId),
    // To find in no time whether a pepper has living keys (secrets_in_use).
    index("api_keys_pepper").on(t.pepperId, sql`least(${t.expiresAt}, ${t.deactivatesAt})`),
    index("api_keys_merchant").on(t.orgId, t.merchantId, t.mode, t.createdAt),
    index("api_keys_remind")
      .on(t.remindAt)
      .where(sql`${t.remindAt} is not null and ${t.replacedAt} is null and ${t.frozenAt} is null`),
    index("api_keys_age")
      .on(t.ageToldDays, t.createdAt)
      .where(
        sql`${t.mode} = 'live' and ${t.expiresAt} is null and ${t.replacedAt} is null and ${t.frozenAt} is null and ${t.ageToldDays} < 365`,
      ),
    foreignKey({
      name: "api_keys_merchant_of_same_org",
      columns: [t.orgId, t.merchantId],
      foreignColumns: [merchants.orgId, merchants.id],
    }),
    foreignKey({
      name: "api_keys_creator_of_same_org",
      columns: [t.orgId, t.createdBy],
      foreignColumns: [users.orgId, users.id],
    }),
    check("api_keys_mode", sql`${t.mode} in ('test','live')`),
    check(
      "api_keys_key_id_form",
      sql`${t.keyId} ~ ('^[a-z]{3}_' || ${t.mode} || '_[0-9A-Za-z]{14}$')`,
    ),
    check("api_keys_secret_hash_length", sql`octet_length(${t.secretHash}) = 32`),
    check("api_keys_replaced_ends", sql`(${t.replacedAt} is null) = (${t.deactivatesAt} is null)`),
    check(
      "api_keys_grace",
      sql`${t.deactivatesAt} between ${t.replacedAt} and ${t.replacedAt} + interval '168 hours'`,
    ),
    check("api_keys_age_told", sql`${t.ageToldDays} in (0, 90, 365)`),
    check("api_keys_expiry", sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);
