/** A key's traffic for its own page, as columns of a query on `api_keys`, so that it needs no round trip of its own. */
import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import { type FailureCause, keyFailures, keyUsage } from "@/db/schema/usage";
import { isOfKey, refusedColumn, shownHours } from "./usage-columns";

export const shownDays = 30;

/** Requests that passed, requests that were refused. */
export type Counts = [requests: number, refused: number];

export interface TrafficColumn {
  /** Today's date in the brand's time zone, ISO. */
  today: string;
  /** By how many days ago, in the brand's time zone; a clock hour belongs to the day in which it begins. */
  days: Record<string, Counts>;
  /** By how many clock hours ago; 0 is the current hour. */
  hours: Record<string, Counts>;
}

/** The midnight with which the shown days begin. */
const firstDay = (zone: string) =>
  sql`((now() at time zone ${zone})::date - ${shownDays - 1}::int)::timestamp at time zone ${zone}`;

/** Requests and refusals for each of the last 30 days and 24 clock hours. */
export function trafficColumn(zone: string): SQL<TrafficColumn> {
  const today = sql`(now() at time zone ${zone})::date`;
  return sql`(select json_build_object('today', ${today},
    'days', (select coalesce(json_object_agg(ago, json_build_array(passed, refused)), '{}') from (
      select ${today} - (${keyUsage.hour} at time zone ${zone})::date as ago,
        sum(${keyUsage.requests}) as passed, sum(${refusedColumn}) as refused
      from ${keyUsage} where ${isOfKey} and ${keyUsage.hour} >= ${firstDay(zone)} group by 1) days),
    'hours', (select coalesce(json_object_agg(
      extract(epoch from date_trunc('hour', now(), 'UTC') - ${keyUsage.hour})::int / 3600,
      json_build_array(${keyUsage.requests}, ${refusedColumn})), '{}')
      from ${keyUsage} where ${isOfKey}
      and ${keyUsage.hour} > date_trunc('hour', now(), 'UTC') - make_interval(hours => ${shownHours}))))`;
}

export interface CauseColumn {
  cause: FailureCause;
  attempts: number;
  /** The last attempt; of an old one only the clock hour is known. */
  lastAt: string;
  /** Where the last attempt came from; null: no longer known. */
  address: string | null;
}

/**
 * Refused attempts of the last 30 days by cause, newest first. The counts are whole; times and addresses come from the
 * newest attempts, which alone are kept one by one.
 */
export function causesColumn(zone: string): SQL<CauseColumn[]> {
  return sql`(select coalesce(json_agg(json_build_object('cause', totals.cause, 'attempts', totals.attempts,
      'lastAt', coalesce(newest.last_at, totals.hour), 'address', newest.address)
      order by coalesce(newest.last_at, totals.hour) desc), '[]')
    from (
      select of_cause.cause, sum(of_cause.attempts) as attempts, max(${keyUsage.hour}) as hour
      from ${keyUsage} cross join lateral (values ('whitespace', ${keyUsage.whitespace}),
        ('malformed', ${keyUsage.malformed}), ('wrong_secret', ${keyUsage.wrongSecret}),
        ('wrong_mode', ${keyUsage.wrongMode}), ('deactivated', ${keyUsage.deactivated}),
        ('expired', ${keyUsage.expired}), ('frozen', ${keyUsage.frozen})) of_cause(cause, attempts)
      where ${isOfKey} and ${keyUsage.hour} >= ${firstDay(zone)} and of_cause.attempts > 0
      group by of_cause.cause) totals
    left join lateral (
      select ${keyFailures.lastAt}, ${keyFailures.address} from ${keyFailures}
      where ${keyFailures.orgId} = ${apiKeys.orgId} and ${keyFailures.merchantId} = ${apiKeys.merchantId}
        and ${keyFailures.keyId} = ${apiKeys.keyId} and ${keyFailures.cause} = totals.cause
      order by ${keyFailures.lastAt} desc limit 1) newest on true)`;
}
