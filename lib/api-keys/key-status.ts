/**
 * How a key ended, in SQL: the one expression for lists, the operator and whatever else asks. The authorizer's judge says
 * the same of a row in memory; `key-status.test.ts` runs one table of cases through both.
 */
import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import type { KeyStatus } from "./keys-view";

/** "deactivated": by the deadline that a replacement or a person gave it. "expired": by its own expiry. */
export type KeyEnd = Extract<KeyStatus, "deactivated" | "expired">;

/**
 * Which end killed the key; null: it has not ended. The earlier end counts, and at its moment the key is dead (K-11).
 * Where both are the same moment it was deactivated, as the page has counted down to.
 */
export const keyEnd = sql<KeyEnd | null>`case
  when ${apiKeys.deactivatesAt} <= now() and ${apiKeys.deactivatesAt} <= coalesce(${apiKeys.expiresAt}, 'infinity')
    then 'deactivated'
  when ${apiKeys.expiresAt} <= now() then 'expired' end`;

/**
 * Whether neither end has come. With `clock_timestamp()` it sees what was committed while this transaction waited for a
 * lock.
 */
export const isAlive = (at: SQL = sql`now()`) =>
  sql<boolean>`coalesce(least(${apiKeys.deactivatesAt}, ${apiKeys.expiresAt}) > ${at}, true)`;

/** A key's status: how it ended, or what it is while it lives. */
export const keyStatus = sql<KeyStatus>`coalesce(${keyEnd}, case
  when ${apiKeys.frozenAt} is not null then 'frozen'
  when ${apiKeys.deactivatesAt} is not null then 'retiring'
  else 'active' end)`;
