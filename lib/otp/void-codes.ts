import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import type { OrgId } from "@/lib/orgs/org";

interface Whose {
  orgId: OrgId;
  userId: string;
  /** Only the codes of this session. */
  sessionId?: string;
}

/** Makes every unused code of this user invalid, confirmed ones included. */
export async function voidCodes(tx: Db, { orgId, userId, sessionId }: Whose): Promise<void> {
  await tx
    .update(otpChallenges)
    .set({
      voidedAt: sql`coalesce(${otpChallenges.voidedAt}, now())`,
      expiresAt: sql`least(${otpChallenges.expiresAt}, now())`,
      codeHash: null,
    })
    .where(
      and(
        eq(otpChallenges.orgId, orgId),
        eq(otpChallenges.userId, userId),
        sessionId === undefined ? undefined : eq(otpChallenges.sessionId, sessionId),
        isNull(otpChallenges.consumedAt),
      ),
    );
}
