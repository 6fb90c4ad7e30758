import { and, eq, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges } from "@/db/schema/sessions";
import { newId } from "@/lib/core/ids";
import { type CodeOwner, codeLifeMinutes } from "./challenge";
import { requireUnlocked, sendSmsCode, voidOlder } from "./send-sms-code";
import { appName, type SentCode } from "./sent-code";
import type { Target } from "./target";

/**
 * Requests a code from this user: read off the authenticator app if they have one, else sent by SMS to the registered
 * mobile. With `byText` it goes by SMS if they have a mobile. Null: they have neither. Throws what `sendSmsCode`
 * throws.
 */
export async function openChallenge(
  owner: CodeOwner,
  target: Target,
  byText = false,
): Promise<SentCode | null> {
  const [user] = await db()
    .select({ mobile: users.mobile, authenticatorId: users.authenticatorId })
    .from(users)
    .where(and(eq(users.id, owner.userId), eq(users.orgId, owner.org.id)));
  const { mobile = null, authenticatorId = null } = user ?? {};
  if (authenticatorId && !(byText && mobile)) {
    const challengeId = await openForApp(owner, target, authenticatorId);
    const sms = { canTextInstead: mobile !== null, resendInSeconds: 0 };
    return { challengeId, method: "app", sentTo: appName, ...sms };
  }
  return mobile ? sendSmsCode(owner, target, mobile) : null;
}

/**
 * A challenge for the app's code. It has the same owner, target, tries and expiry as a sent code, but no code to hash
 * (O-3).
 */
async function openForApp(
  owner: CodeOwner,
  target: Target,
  authenticatorId: string,
): Promise<string> {
  const id = newId("otc");
  await transaction(async (tx) => {
    await requireUnlocked(tx, owner);
    await voidOlder(tx, owner, target, id);
    await tx.insert(otpChallenges).values({
      id,
      orgId: owner.org.id,
      userId: owner.userId,
      ...owner.holder,
      ...target,
      method: "app",
      authenticatorId,
      sentAt: sql`now()`,
      expiresAt: sql`now() + make_interval(mins => ${codeLifeMinutes})`,
    });
  });
  return id;
}
