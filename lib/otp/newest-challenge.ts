import { and, desc, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import { type CodeOwner, type CodePurpose, isOwn } from "./challenge";

/**
 * The challenge that a code typed now is for: the newest one of this holder and purpose. A phone may show a new
 * code before the page has heard of its challenge. Falls back on the one that the page knows.
 */
export async function newestChallenge(
  owner: CodeOwner,
  target: CodePurpose,
  known: string,
): Promise<string> {
  const [newest] = await db()
    .select({ id: otpChallenges.id })
    .from(otpChallenges)
    .where(
      and(isOwn(owner, target), isNull(otpChallenges.voidedAt), isNull(otpChallenges.unsentAt)),
    )
    .orderBy(desc(otpChallenges.createdAt))
    .limit(1);
  return newest?.id ?? known;
}
