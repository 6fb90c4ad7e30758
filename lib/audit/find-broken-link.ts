import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/**
 * Recomputes an audit chain: a merchant's, a user's for events that name no merchant, or a brand's for the rest. Returns the id of the
 * first row that was altered or whose predecessor is missing, or null (G-5).
 */
export async function findBrokenLink(db: Db, chain: string): Promise<number | null> {
  const result = await db.execute<{ id: string }>(sql`
    with linked as (
      select e.id, e.seq, e.hash,
        lag(e.seq, 1, 0::bigint) over w as previous_seq,
        audit_event_hash(lag(e.hash, 1, ''::bytea) over w, e) as expected
      from audit_events e where e.chain = ${chain}
      window w as (order by e.seq)
    )
    select id from linked where hash <> expected or seq <> previous_seq + 1 order by seq limit 1`);
  const row = result.rows[0];
  return row ? Number(row.id) : null;
}
