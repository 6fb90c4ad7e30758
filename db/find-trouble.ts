/** Whether the database can be worked with: it answers, is new enough, and has this build's tables. */
import { sql } from "drizzle-orm";
import {
  behind,
  DatabaseTrouble,
  describeDatabaseTrouble,
  requireVersion,
} from "@/lib/core/database-trouble";
import { db } from "./client";
import journal from "./migrations/meta/_journal.json" with { type: "json" };

/** The last migration's time, by which drizzle knows what it has applied. */
export const lastMigration = Math.max(...journal.entries.map(({ when }) => when));

const ahead =
  "The database was migrated by a newer build than this one, which may not understand all of it: use the newer build.";

interface State {
  /** In words with what to do; null: the database can be worked with. */
  trouble: string | null;
  /** What works for now and should not last. */
  warning: string | null;
}

let isNewEnough = false;

/** Asks the database, in one round trip once its version is known. Never throws. */
export async function findTrouble(): Promise<State> {
  try {
    if (!isNewEnough) {
      const { rows } = await db().execute<{ version: number }>(
        sql`select current_setting('server_version_num')::int as version`,
      );
      requireVersion(rows[0]?.version ?? 0);
      isNewEnough = true;
    }
    // The count of nothing asks whether this role may read the tables.
    const { rows } = await db().execute<{ migrated: number | null }>(
      sql`select (select max(created_at) from drizzle.__drizzle_migrations)::float8 as migrated,
        (select count(*) from (select 1 from api_keys, audit_events limit 0) as none)`,
    );
    const migrated = rows[0]?.migrated ?? 0;
    if (migrated < lastMigration) throw new DatabaseTrouble(behind);
    return { trouble: null, warning: migrated > lastMigration ? ahead : null };
  } catch (error) {
    const trouble = describeDatabaseTrouble(error) ?? "The database does not answer as it should.";
    return { trouble, warning: null };
  }
}
