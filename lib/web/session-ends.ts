import type { Actor } from "@/lib/access/actor";

/**
 * When a session ends. All times are the database's, so the browser only has to measure how much time has passed since.
 */
export interface SessionEnds {
  readAt: string;
  /** When it ends without further activity. */
  endsAt: string;
  /** When it ends in any case (S-3). */
  lastsUntil: string;
}

export function sessionEnds({ session }: Actor): SessionEnds {
  return {
    readAt: session.readAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    lastsUntil: session.lastsUntil.toISOString(),
  };
}
