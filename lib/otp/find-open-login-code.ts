import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges } from "@/db/schema/sessions";
import { env } from "@/lib/core/env";
import { maskMobile } from "@/lib/core/mask";
import type { OrgId } from "@/lib/orgs/org";
import { isOpen } from "./challenge";
import { appName, type SentCode } from "./sent-code";

/**
 * The latest code of a pending login, so that a reloaded page still shows the OTP step. If that code has expired, a new
 * one may be requested at once.
 */
export async function findOpenLoginCode(
  orgId: OrgId,
  pendingLoginId: string,
): Promise<SentCode | null> {
  const [row] = await db()
    .select({
      challengeId: otpChallenges.id,
      method: otpChallenges.method,
      mobile: otpChallenges.mobile,
      hasMobile: sql<boolean>`${users.mobile} is not null`,
      age: sql<number>`extract(epoch from now() - ${otpChallenges.createdAt})::float8`,
      isOpen: sql<boolean>`${isOpen}`,
    })
    .from(otpChallenges)
    .innerJoin(users, and(eq(users.orgId, otpChallenges.orgId), eq(users.id, otpChallenges.userId)))
    .where(and(eq(otpChallenges.orgId, orgId), eq(otpChallenges.pendingLoginId, pendingLoginId)))
    .orderBy(sql`${otpChallenges.createdAt} desc`)
    .limit(1);
  if (!row) return null;
  const { challengeId, method, mobile } = row;
  const wait = row.isOpen && method === "sms" ? env().OTP_RESEND_SECONDS - row.age : 0;
  return {
    challengeId,
    method,
    sentTo: mobile ? maskMobile(mobile) : appName,
    canTextInstead: method === "app" && row.hasMobile,
    resendInSeconds: Math.max(0, Math.ceil(wait)),
  };
}
