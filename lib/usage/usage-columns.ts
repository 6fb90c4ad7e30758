/** A key's usage as columns for a query on `api_keys`, so that it needs no round trip of its own. */
import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import { keyUsage } from "@/db/schema/usage";

export const shownHours = 24;

export const isOfKey = sql`${keyUsage.orgId} = ${apiKeys.orgId} and ${keyUsage.merchantId} = ${apiKeys.merchantId}
  and ${keyUsage.keyId} = ${apiKeys.keyId}`;

export interface LastUseColumn {
  at: string;
  isRecent: boolean;
  address: string | null;
}

/** The last request that passed. `isRecent`: within the last hour. */
export const lastUseColumn: SQL<LastUseColumn | null> = sql`(
  select json_build_object('at', ${keyUsage.lastUsedAt}, 'address', ${keyUsage.lastAddress},
    'isRecent', ${keyUsage.lastUsedAt} > now() - interval '1 hour')
  from ${keyUsage} where ${isOfKey} and ${keyUsage.lastUsedAt} is not null
  order by ${keyUsage.hour} desc limit 1)`;

/** Requests that passed, by how many clock hours ago; 0 is the current hour. */
export const requestsColumn: SQL<Record<string, number> | null> = sql`(
  select json_object_agg(
    extract(epoch from date_trunc('hour', now(), 'UTC') - ${keyUsage.hour})::int / 3600, ${keyUsage.requests})
  from ${keyUsage} where ${isOfKey}
    and ${keyUsage.hour} > date_trunc('hour', now(), 'UTC') - make_interval(hours => ${shownHours}))`;

/** Refused attempts of an hour, whatever their cause. */
export const refusedColumn = sql`(${keyUsage.whitespace} + ${keyUsage.malformed} + ${keyUsage.wrongSecret}
  + ${keyUsage.wrongMode} + ${keyUsage.deactivated} + ${keyUsage.expired} + ${keyUsage.frozen})`;
