import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { describeDevice } from "./describe-device";
import { isLive } from "./live-session";

export interface OpenSession {
  id: string;
  /** "Chrome on Windows"; a second such session is "Chrome on Windows (2)". */
  device: string;
  address: string;
  createdAt: Date;
  seenAt: Date;
  isThis: boolean;
}

interface Row extends Record<string, unknown> {
  id: string;
  address: string;
  user_agent: string;
  created_at: string;
  seen_at: string;
}

/** The user's open sessions: the current one first, then by last activity (S-8). */
export async function listSessions(actor: Actor): Promise<OpenSession[]> {
  const { rows } = await db().execute<Row>(sql`
    select s.id, s.address, s.user_agent, s.created_at, s.seen_at from sessions s
    where s.org_id = ${actor.org.id} and s.user_id = ${actor.user.id} and ${isLive}
    order by s.id = ${actor.session.id} desc, s.seen_at desc, s.id`);
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const device = describeDevice(row.user_agent);
    const place = (seen.get(device) ?? 0) + 1;
    seen.set(device, place);
    return {
      id: row.id,
      device: place === 1 ? device : `${device} (${place})`,
      address: row.address,
      createdAt: new Date(row.created_at),
      seenAt: new Date(row.seen_at),
      isThis: row.id === actor.session.id,
    };
  });
}
