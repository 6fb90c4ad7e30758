import { type SQL, sql } from "drizzle-orm";
import { otpChallenges, type Purpose } from "@/db/schema/sessions";
import type { Mode } from "@/lib/core/mode";

/** What a code is for. It is valid for nothing else (O-3). A challenge stores these four fields as columns. */
export interface Target<P extends Purpose = Purpose> {
  purpose: P;
  /** Null unless the action is on a key, or on what new keys of a mode get. */
  mode: Mode | null;
  /** The key concerned; null for "generate" and "change-life", which are about no key that exists. */
  keyId: string | null;
  /** What a security change is about: another member's user id, or the new mobile number; the chosen key life. */
  subject: string | null;
}

/** The target of a code that concerns only the user. */
export function ownTarget<P extends Purpose>(purpose: P): Target<P> {
  return { purpose, mode: null, keyId: null, subject: null };
}

/** Matches challenges for exactly this target. Every query uses this condition. */
export function isFor({ purpose, mode, keyId, subject }: Target): SQL {
  return sql`(${otpChallenges.purpose} = ${purpose}
    and ${otpChallenges.mode} is not distinct from ${mode}
    and ${otpChallenges.keyId} is not distinct from ${keyId}
    and ${otpChallenges.subject} is not distinct from ${subject})`;
}
