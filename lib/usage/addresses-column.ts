/** From where a key was used, as a column for a query on `api_keys`, so that it needs no round trip of its own. */
import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import { keyAddresses, otherAddresses } from "@/db/schema/usage";

/** Requests that passed from one address in the last 30 days. */
export interface SeenAddress {
  /** Empty: the gateway named none. `otherAddresses`: those that are too many to be named, together. */
  address: string;
  requests: number;
  firstUsedAt: Date;
  lastUsedAt: Date;
}

/** In JSON a moment is a text. */
type Json = Record<"address" | "firstUsedAt" | "lastUsedAt", string> & { requests: number };

/** How many addresses are named. */
const shown = 50;

// The columns of tables stand in parts of their own: from the column itself drizzle takes a table's name away where the
// query has one table, and "key_id = key_id" would be true of every key.
const isOfKey = sql`${keyAddresses.orgId} = ${apiKeys.orgId}
  and ${keyAddresses.merchantId} = ${apiKeys.merchantId} and ${keyAddresses.keyId} = ${apiKeys.keyId}`;

const ofKey = sql`
  select ${keyAddresses.address} as address, sum(${keyAddresses.requests}) as requests,
    min(${keyAddresses.firstUsedAt}) as first, max(${keyAddresses.lastUsedAt}) as last
  from ${keyAddresses}
  where ${isOfKey} and ${keyAddresses.day} > date_trunc('day', now(), 'UTC') - interval '30 days'
  group by ${keyAddresses.address}`;

/**
 * The busiest addresses of the last 30 days in UTC, today included; all others together come last, so the requests add
 * up to all that passed. The query that it is a column of must be for the actor's own merchant.
 */
export const addressesColumn: SQL<SeenAddress[]> = sql`(
  select coalesce(json_agg(json_build_object('address', address, 'requests', requests, 'firstUsedAt', first,
    'lastUsedAt', last) order by address = ${otherAddresses}, requests desc, last desc, address), '[]')
  from (
    select case when place > ${shown} then ${otherAddresses} else address end as address,
      sum(requests)::bigint as requests, min(first) as first, max(last) as last
    from (
      select *, row_number() over (order by address = ${otherAddresses}, requests desc, last desc, address) as place
      from (${ofKey}) counted
    ) ranked group by 1
  ) seen)`.mapWith((rows: Json[]) =>
  rows.map((row) => ({
    ...row,
    firstUsedAt: new Date(row.firstUsedAt),
    lastUsedAt: new Date(row.lastUsedAt),
  })),
);
