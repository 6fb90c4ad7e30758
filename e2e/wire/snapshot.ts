/** What the database holds of one person and merchant, to prove that a refused request changed nothing. */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { TestMember } from "@/lib/testing/people";

/** Keys, person, sessions and codes as text, without activity times, counted wrong passwords and the audit trail. */
export async function snapshotOf({ org, merchantId, userId }: TestMember): Promise<string> {
  const result = await db().execute<{ snapshot: string }>(sql`
    select jsonb_build_array(
      (select jsonb_agg(to_jsonb(k) order by k.id) from api_keys k where org_id = ${org.id} and merchant_id = ${merchantId}),
      (select to_jsonb(u) - '{failed_passwords,password_retry_at}'::text[] from users u where org_id = ${org.id} and id = ${userId}),
      (select jsonb_agg(to_jsonb(s) - 'seen_at' order by s.id) from sessions s where org_id = ${org.id} and user_id = ${userId}),
      (select jsonb_agg(to_jsonb(c) order by c.id) from otp_challenges c where org_id = ${org.id} and user_id = ${userId}),
      (select jsonb_agg(to_jsonb(p) order by p.id) from pending_logins p where org_id = ${org.id} and user_id = ${userId})
    )::text as snapshot`);
  return result.rows[0]?.snapshot ?? "";
}

export async function countKeys({ org, merchantId }: TestMember): Promise<number> {
  const result = await db().execute<{ count: number }>(sql`
    select count(*)::int as count from api_keys where org_id = ${org.id} and merchant_id = ${merchantId}`);
  return result.rows[0]?.count ?? -1;
}

/** The events of one person, oldest first. */
export async function eventsOf({ org, userId }: TestMember): Promise<string[]> {
  const result = await db().execute<{ event: string }>(sql`
    select event from audit_events where org_id = ${org.id} and user_id = ${userId} order by id`);
  return result.rows.map((row) => row.event);
}
