import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { env } from "@/lib/core/env";
import { orgs } from "@/lib/orgs/orgs";

export interface CodesLeft {
  org: string;
  /** Codes to numbers that are verified, or to new ones: each has a budget of its own. */
  pool: "own" | "new";
  left: number;
}

/**
 * How many SMS codes each brand may still send, by what it sent in the last 24 hours (O-15). At 0 nobody gets one.
 */
export async function readCodesLeft(): Promise<CodesLeft[]> {
  const cap = env().OTP_SENDS_PER_DAY_TOTAL;
  const { rows } = await db().execute<{ org: string; own: number; new: number }>(sql`
    select org_id as org, count(*) filter (where purpose <> 'verify-mobile')::int as own,
      count(*) filter (where purpose = 'verify-mobile')::int as new
    from otp_challenges where org_id in ${Object.keys(orgs)} and created_at > now() - interval '1 day'
      and unsent_at is null and method = 'sms' group by org_id`);
  return Object.keys(orgs).flatMap((org) => {
    const sent = rows.find((row) => row.org === org);
    return (["own", "new"] as const).map((pool) => ({
      org,
      pool,
      left: Math.max(0, cap - (sent?.[pool] ?? 0)),
    }));
  });
}
