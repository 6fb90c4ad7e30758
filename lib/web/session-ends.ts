import type { Actor } from "@/lib/access/actor";

/** When a session ends, all on the database's clock, so that the browser needs to know only what has passed since. */
export interface SessionEnds {
  readAt: string;
  /** If nothing more is done. */
  endsAt: string;
  /** Whatever is done (S-3). */
  lastsUntil: string;
}

export function sessionEnds({ session }: Actor): SessionEnds {
  return {
    readAt: session.readAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    lastsUntil: session.lastsUntil.toISOString(),
  };
}
