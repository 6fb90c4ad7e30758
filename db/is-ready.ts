import { sql } from "drizzle-orm";
import { db } from "./client";

/** Whether the database answers and has the tables of this build. */
export async function isReady(): Promise<boolean> {
  try {
    await db().execute(sql`select 1 from api_keys, audit_events limit 0`);
    return true;
  } catch {
    return false;
  }
}
