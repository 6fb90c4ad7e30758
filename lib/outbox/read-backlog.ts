import { sql } from "drizzle-orm";
import { db } from "@/db/client";

export interface Backlog {
  /** Messages that wait to be sent; no more than `more` are counted. */
  waiting: number;
  /** Age of the oldest of them; 0: there is none. */
  oldestSeconds: number;
  /** Messages that were given up within a day. */
  givenUp: number;
}

const more = 1_000;

/** How the outbox stands, for the operator. It counts no further than `more`. */
export async function readBacklog(): Promise<Backlog> {
  const isWaiting = sql`sent_at is null and given_up_at is null`;
  const { rows } = await db().execute<Record<keyof Backlog, number>>(sql`
    select
      (select count(*)::int from (select from outbox where ${isWaiting} limit ${more}) w) as waiting,
      coalesce((select extract(epoch from now() - created_at)::float8 from outbox where ${isWaiting}
        order by created_at limit 1), 0) as "oldestSeconds",
      (select count(*)::int from (select from outbox where given_up_at > now() - interval '1 day'
        limit ${more}) g) as "givenUp"`);
  return rows[0] ?? { waiting: 0, oldestSeconds: 0, givenUp: 0 };
}
