import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

/**
 * Counts one use of `key` in a window of `seconds` and returns whether it is within `limit`. It is one atomic upsert on
 * the database's clock, so neither parallel requests nor a wrong clock of ours gets past the limit (L-10, R-9).
 */
export async function spendRate(
  db: Db,
  key: string,
  limit: number,
  seconds: number,
): Promise<boolean> {
  const window = sql`make_interval(secs => ${seconds})`;
  const result = await db.execute<{ count: number }>(sql`
    insert into rate_limits as r (key, window_start, count) values (${key}, now(), 1)
    on conflict (key) do update set
      window_start = case when r.window_start <= now() - ${window} then now() else r.window_start end,
      count = case when r.window_start <= now() - ${window} then 1 else least(r.count, ${limit}) + 1 end
    returning count`);
  return (result.rows[0]?.count ?? Number.POSITIVE_INFINITY) <= limit;
}
