import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges } from "@/db/schema/sessions";
import { lockUser } from "@/lib/access/lock-user";
import { accessRefusal } from "@/lib/access/refusals";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomCode } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";
import { maskMobile } from "@/lib/core/mask";
import { askSimSwap } from "@/lib/sms/sim-swap";
import { sendSms } from "@/lib/sms/sms-gateway";
import { type CodeOwner, codeLifeMinutes, hashCode, isOwn } from "./challenge";
import { lockedRefusal } from "./lock";
import { otpMessage, purposeInWords } from "./otp-message";
import { codeRefusal } from "./refusals";
import { spendSendBudget } from "./send-budget";
import type { SentCode } from "./sent-code";
import { isFor, type Target } from "./target";

/**
 * Sends a new code to `mobile` (E.164) and voids the older one for the same target. The SMS is sent after the commit;
 * if the gateway certainly refused it, it does not count as sent. A number whose SIM was changed lately gets none (O-18).
 * Throws `code_locked`, `sent_too_soon`, `sent_too_often` (O-7, O-8, O-15), `sim_swapped` and `sms_unavailable` (O-20).
 */
export async function sendSmsCode(
  owner: CodeOwner,
  target: Target,
  mobile: string,
): Promise<SentCode> {
  const challengeId = newId("otc");
  const code = randomCode();
  await transaction(async (tx) => {
    await requireUnlocked(tx, owner);
    await spendSendBudget(tx, owner, target, mobile);
    await tx.insert(otpChallenges).values({
      id: challengeId,
      orgId: owner.org.id,
      userId: owner.userId,
      ...owner.holder,
      ...target,
      mobile,
      codeHash: hashCode(challengeId, code),
      expiresAt: sql`now() + make_interval(mins => ${codeLifeMinutes})`,
    });
  });
  await deliver(owner, target, { challengeId, code, mobile });
  return {
    challengeId,
    method: "sms",
    sentTo: maskMobile(mobile),
    canTextInstead: false,
    resendInSeconds: env().OTP_RESEND_SECONDS,
  };
}

/**
 * Locks the user's row, so that one user's codes are handled one after another. Throws `code_locked` for a locked user
 * (D11).
 */
export async function requireUnlocked(tx: Db, owner: CodeOwner): Promise<void> {
  const [user] = await tx
    .select({ isLocked: sql<boolean>`coalesce(${users.codesLockedUntil} > now(), false)` })
    .from(users)
    .where(and(eq(users.id, owner.userId), eq(users.orgId, owner.org.id)))
    .for("no key update");
  if (!user) throw accessRefusal("forbidden");
  if (user.isLocked) throw await lockedRefusal(owner, tx);
}

/**
 * Voids the older codes for this target. Called once the newer one is sent: if sending fails, the older one stays valid
 * (O-7, O-20).
 */
export async function voidOlder(tx: Db, owner: CodeOwner, target: Target, newest: string) {
  await tx
    .update(otpChallenges)
    .set({ voidedAt: sql`now()`, codeHash: null })
    .where(
      and(
        isOwn(owner),
        isFor(target),
        ne(otpChallenges.id, newest),
        isNull(otpChallenges.confirmedAt),
        isNull(otpChallenges.voidedAt),
      ),
    );
}

interface Delivery {
  challengeId: string;
  code: string;
  mobile: string;
}

async function deliver(owner: CodeOwner, target: Target, { challengeId, code, mobile }: Delivery) {
  const isSwapped = (await askSimSwap(mobile)) === "recent-swap";
  const outcome = isSwapped ? "refused" : await text(owner, target, { challengeId, code, mobile });
  await transaction(async (tx) => {
    await lockUser(tx, owner.org.id, owner.userId);
    if (outcome !== "refused") await voidOlder(tx, owner, target, challengeId);
    await tx
      .update(otpChallenges)
      .set(
        outcome === "refused" ? { unsentAt: sql`now()`, codeHash: null } : { sentAt: sql`now()` },
      )
      .where(and(eq(otpChallenges.id, challengeId), eq(otpChallenges.orgId, owner.org.id)));
    await recordAudit(tx, outcome === "refused" ? "otp.unsent" : "otp.sent", {
      orgId: owner.org.id,
      client: owner.client,
      merchantId: owner.merchantId,
      userId: owner.userId,
      ...("sessionId" in owner.holder ? { sessionId: owner.holder.sessionId } : {}),
      outcome: outcome === "refused" ? "refused" : "ok",
      detail: {
        purpose: target.purpose,
        to: maskMobile(mobile),
        gateway: isSwapped ? "recent-swap" : outcome,
      },
    });
  });
  if (isSwapped) throw simSwapped(owner);
  if (outcome === "refused") throw codeRefusal("sms_unavailable");
}

function text(owner: CodeOwner, target: Target, { challengeId, code, mobile }: Delivery) {
  return sendSms({
    org: owner.org.id,
    purpose: "otp",
    to: mobile,
    text: otpMessage(owner.org, owner.client.host, code, purposeInWords(target)),
    sender: owner.org.smsSender,
    reference: challengeId,
  });
}

function simSwapped({ org, userId }: CodeOwner) {
  log().error(
    { alarm: "otp.sim_swapped", org: org.id, user: userId },
    "no code was sent, because the number's SIM was changed lately",
  );
  return codeRefusal(
    "sim_swapped",
    `The SIM of this mobile number was changed a short time ago, so we sent no code to it. Use your authenticator app, or contact ${org.supportEmail}.`,
  );
}
