import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import { type CodeOwner, isOwn } from "./challenge";
import type { Target } from "./target";

/** A challenge and what its code is for. */
export interface Challenge {
  id: string;
  target: Target;
}

/**
 * The challenge that an entered code is checked against: the newest one for the same target as the challenge that the
 * page named. After a resend the user may type the new code before the page knows the new challenge. Null if the named
 * challenge is not this owner's.
 */
export async function findChallenge(
  owner: CodeOwner,
  challengeId: string,
): Promise<Challenge | null> {
  const [row] = await db()
    .select({
      purpose: otpChallenges.purpose,
      mode: otpChallenges.mode,
      keyId: otpChallenges.keyId,
      subject: otpChallenges.subject,
      newestId: sql<string | null>`(select newest.id from otp_challenges newest
        where newest.org_id = otp_challenges.org_id and newest.user_id = otp_challenges.user_id
          and newest.session_id is not distinct from otp_challenges.session_id
          and newest.pending_login_id is not distinct from otp_challenges.pending_login_id
          and newest.purpose = otp_challenges.purpose
          and newest.mode is not distinct from otp_challenges.mode
          and newest.key_id is not distinct from otp_challenges.key_id
          and newest.subject is not distinct from otp_challenges.subject
          and newest.voided_at is null and newest.unsent_at is null
        order by newest.created_at desc limit 1)`,
    })
    .from(otpChallenges)
    .where(and(eq(otpChallenges.id, challengeId), isOwn(owner)));
  if (!row) return null;
  const { newestId, ...target } = row;
  return { id: newestId ?? challengeId, target };
}
