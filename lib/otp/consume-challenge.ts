import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import { type CodeOwner, type CodePurpose, isOwn } from "./challenge";

/**
 * Uses up a confirmed challenge, once, in the caller's transaction. Returns the number that its code went to, or
 * null when it is not this owner's and purpose's, not confirmed, used up or too old (O-3, O-5, O-12).
 */
export async function consumeChallenge(
  tx: Db,
  owner: CodeOwner,
  target: CodePurpose,
  challengeId: string,
): Promise<string | null> {
  const [consumed] = await tx
    .update(otpChallenges)
    .set({ consumedAt: sql`now()` })
    .where(
      and(
        eq(otpChallenges.id, challengeId),
        isOwn(owner, target),
        isNotNull(otpChallenges.confirmedAt),
        isNull(otpChallenges.consumedAt),
        gt(otpChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ mobile: otpChallenges.mobile });
  return consumed?.mobile ?? null;
}
