import { type SQL, sql } from "drizzle-orm";
import { otpChallenges, type Purpose } from "@/db/schema/sessions";
import type { Mode } from "@/lib/core/mode";

/** What a code is for. A code for one thing is good for nothing else (O-3). The same four columns are in the row. */
export interface Target<P extends Purpose = Purpose> {
  purpose: P;
  /** Only actions on keys belong to a mode. */
  mode: Mode | null;
  /** The key that it is about; null for "generate", which has none yet. */
  keyId: string | null;
  /** What a security change is about: another member's user id, or the new mobile number. */
  subject: string | null;
}

/** A code about the person alone. */
export function ownTarget<P extends Purpose>(purpose: P): Target<P> {
  return { purpose, mode: null, keyId: null, subject: null };
}

/** The one comparison of a challenge's row with what it must be for. */
export function isFor({ purpose, mode, keyId, subject }: Target): SQL {
  return sql`(${otpChallenges.purpose} = ${purpose}
    and ${otpChallenges.mode} is not distinct from ${mode}
    and ${otpChallenges.keyId} is not distinct from ${keyId}
    and ${otpChallenges.subject} is not distinct from ${subject})`;
}
