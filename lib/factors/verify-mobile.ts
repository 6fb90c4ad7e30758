import { and, eq, isNull, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { maskMobile } from "@/lib/core/mask";
import { codeOwner } from "@/lib/otp/challenge";
import { consumeChallenge } from "@/lib/otp/consume-challenge";
import { codeRefusal } from "@/lib/otp/refusals";
import { sendSmsCode } from "@/lib/otp/send-sms-code";
import type { SentCode } from "@/lib/otp/sent-code";
import { ownTarget } from "@/lib/otp/target";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { requirePassword } from "@/lib/passwords/require-password";
import { coverSession } from "@/lib/sessions/cover";
import { requireProof } from "@/lib/step-up/take-proof";
import { parseMobile } from "./mobile-number";
import { factorRefusal } from "./refusals";

const mobileCode = ownTarget("verify-mobile");

/**
 * Sends a code to verify a user's first mobile. It needs the password, so a stolen session is not enough (O-12). Throws
 * `mobile_not_accepted`, `wrong_password`, `mobile_already_verified` if a factor is registered (`change-mobile.ts`
 * replaces a mobile), and what `sendSmsCode` throws.
 */
export async function sendMobileCode(
  actor: Actor,
  input: { mobile: string; password: string },
): Promise<SentCode> {
  const mobile = parseMobile(actor.org, input.mobile);
  if (!mobile) throw factorRefusal("mobile_not_accepted");
  const user = await requirePassword(actor, input.password);
  // A user with an app must prove the app. Adding a mobile with the password alone would get around that (O-12).
  if (user.mobile || user.authenticatorId) throw factorRefusal("mobile_already_verified");
  return sendSmsCode(codeOwner(actor), mobileCode, mobile);
}

/**
 * Registers the number that the code was sent to, never one from the request, and covers this session (D10). Returns
 * the session's new sid. Throws what `requireProof` throws, and `mobile_already_verified` if another session was first.
 */
export async function confirmMobile(actor: Actor): Promise<{ sid: string }> {
  const challengeId = await requireProof(actor);
  return transaction(async (tx) => {
    const isThisUser = and(eq(users.id, actor.user.id), eq(users.orgId, actor.org.id));
    await lockUser(tx, actor.org.id, actor.user.id);
    const proved = await consumeChallenge(tx, codeOwner(actor), mobileCode, challengeId);
    const mobile = proved?.mobile;
    if (!mobile) throw codeRefusal("code_expired");
    const registered = await tx
      .update(users)
      .set({ mobile, mobileVerifiedAt: sql`now()` })
      .where(and(isThisUser, isNull(users.mobile), isNull(users.authenticatorId)))
      .returning({ id: users.id });
    if (registered.length === 0) throw factorRefusal("mobile_already_verified");
    const sid = await coverSession(tx, actor, { mobile });
    const detail = { mobile: maskMobile(mobile) };
    await recordAudit(tx, "mobile.verified", { ...auditOf(actor), detail });
    const { org, merchant, user } = actor;
    const about = { orgId: org.id, merchantId: merchant.id, userId: user.id };
    await notify(tx, "mobile-verified", about, { who: whoIs(user), ...byUser(user), ...detail });
    return { sid };
  });
}
