import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import { type CodeOwner, isOwn } from "./challenge";
import { isFor, type Target } from "./target";

/** What a code proved: that the user has this mobile, or this authenticator app. */
export interface Proved {
  mobile: string | null;
  authenticatorId: string | null;
}

/**
 * Uses up a confirmed challenge, once, in the caller's transaction. Returns what its code proved, or null if the
 * challenge is another owner's, for another target, unconfirmed, already used or too old (O-3, O-5, O-12).
 */
export async function consumeChallenge(
  tx: Db,
  owner: CodeOwner,
  target: Target,
  challengeId: string,
): Promise<Proved | null> {
  const [consumed] = await tx
    .update(otpChallenges)
    .set({ consumedAt: sql`now()` })
    .where(
      and(
        eq(otpChallenges.id, challengeId),
        isOwn(owner),
        isFor(target),
        isNotNull(otpChallenges.confirmedAt),
        isNull(otpChallenges.consumedAt),
        gt(otpChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ mobile: otpChallenges.mobile, authenticatorId: otpChallenges.authenticatorId });
  return consumed ?? null;
}
