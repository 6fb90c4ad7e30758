/**
 * Another mobile number (O-12, O-13). Three things are asked for: the password; the proof of the factor there is, by a
 * code of purpose "change-mobile" to the old number or off the app; and a code to the new number, of purpose
 * "verify-mobile". Neither code passes for the other, each is used up once, and the new one counts only in the session
 * in which the old proof was given before it was sent.
 */
import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/core/errors";
import { maskMobile } from "@/lib/core/mask";
import { type CodePurpose, codeOwner } from "@/lib/otp/challenge";
import { requireCode } from "@/lib/otp/confirm-code";
import { consumeChallenge } from "@/lib/otp/consume-challenge";
import { sendSmsCode } from "@/lib/otp/send-sms-code";
import type { SentCode } from "@/lib/otp/sent-code";
import { notify, notifyAt } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { requirePassword } from "@/lib/passwords/require-password";
import { endSessions, renewSession } from "@/lib/sessions/end-sessions";
import { requireStepUp, StepUpRequired } from "@/lib/step-up/require-step-up";
import { parseMobile } from "./mobile-number";

const newNumberCode: CodePurpose = { purpose: "verify-mobile", mode: null, keyId: null };
/** How long a proof of the old factor stands for the one new number that it was given for. */
const proofMinutes = 10;

interface MobileRequest {
  mobile: string;
  password: string;
  challengeId: string | undefined;
}

/**
 * Sends a code to the new number, once password and old factor are proved. The same request again, for the same number
 * in the same session, sends another code and needs no second proof. Throws `mobile_not_accepted`, `wrong_password`,
 * `mobile_unchanged`, `StepUpRequired`, `code_expired` and what `sendSmsCode` throws.
 */
export async function startMobileChange(actor: Actor, input: MobileRequest): Promise<SentCode> {
  const mobile = parseMobile(actor.org, input.mobile);
  if (!mobile) throw new AppError("mobile_not_accepted");
  const user = await requirePassword(actor, input.password);
  if (user.mobile === mobile) throw new AppError("mobile_unchanged");
  await transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    // Always asked of the session first: a first mobile is another flow, and no factor means no proof.
    await proveOldFactor(tx, actor, { mobile, challengeId: input.challengeId });
  });
  return sendSmsCode(codeOwner(actor), newNumberCode, mobile);
}

async function proveOldFactor(
  tx: Db,
  actor: Actor,
  { mobile, challengeId }: { mobile: string; challengeId: string | undefined },
): Promise<void> {
  try {
    await requireStepUp(tx, actor, { action: "change-mobile", challengeId });
  } catch (error) {
    if (!isOtpMissing(error) || !(await wasProvedFor(tx, actor, mobile))) throw error;
  }
}

function isOtpMissing(error: unknown): boolean {
  return error instanceof StepUpRequired && error.need === "otp";
}

/**
 * Whether the latest proof of the old factor in this session was given for this number: the first new number that a
 * code was made for after it. With `challengeId`, also whether that code is not older than the proof.
 */
async function wasProvedFor(
  tx: Db,
  { org, user, session }: Actor,
  mobile: string,
  challengeId: string | null = null,
): Promise<boolean> {
  const { rows } = await tx.execute<{ is_proved: boolean }>(sql`
    with proof as (
      select max(consumed_at) as at from otp_challenges
      where org_id = ${org.id} and user_id = ${user.id} and session_id = ${session.id}
        and purpose = 'change-mobile' and consumed_at > now() - make_interval(mins => ${proofMinutes})
    ), sent as (
      select c.id, c.mobile, row_number() over (order by c.created_at, c.id) as place
      from otp_challenges c join proof on c.created_at >= proof.at
      where c.org_id = ${org.id} and c.user_id = ${user.id} and c.session_id = ${session.id}
        and c.purpose = 'verify-mobile'
    )
    select exists (select from sent where place = 1 and mobile = ${mobile})
      and (${challengeId}::text is null or exists (select from sent where id = ${challengeId})) as is_proved`);
  return rows[0]?.is_proved ?? false;
}

/**
 * A right code to the new number replaces the old one. The other sessions end, this one goes on under the sid that is
 * returned, and no session stays covered by the old number (S-8, O-14). Throws what `requireCode` throws,
 * `code_expired` without the old proof, and `login_expired`.
 */
export async function confirmMobileChange(
  actor: Actor,
  guess: { challengeId: string; code: string },
): Promise<{ sid: string }> {
  const owner = codeOwner(actor);
  const challengeId = await requireCode(owner, newNumberCode, guess);
  return transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    const proved = await consumeChallenge(tx, owner, newNumberCode, challengeId);
    if (!proved?.mobile) throw new AppError("code_expired");
    await requireOldProof(tx, actor, { mobile: proved.mobile, challengeId });
    return replaceMobile(tx, actor, proved.mobile);
  });
}

/** As when the code was sent: the session's cover, or the proof that was used up before this very code was sent. */
async function requireOldProof(
  tx: Db,
  actor: Actor,
  { mobile, challengeId }: { mobile: string; challengeId: string },
): Promise<void> {
  try {
    await requireStepUp(tx, actor, { action: "change-mobile" });
  } catch (error) {
    if (!(error instanceof StepUpRequired)) throw error;
    if (!isOtpMissing(error) || !(await wasProvedFor(tx, actor, mobile, challengeId)))
      throw new AppError("code_expired");
  }
}

async function replaceMobile(tx: Db, actor: Actor, mobile: string): Promise<{ sid: string }> {
  const { org, user } = actor;
  const whose = { orgId: org.id, userId: user.id };
  const isThisUser = and(eq(users.id, user.id), eq(users.orgId, org.id));
  const sid = await renewSession(tx, actor);
  const [old] = await tx.select({ mobile: users.mobile }).from(users).where(isThisUser);
  await tx.update(users).set({ mobile, mobileVerifiedAt: sql`now()` }).where(isThisUser);
  await endSessions(tx, whose, actor.session.id);
  const masked = { who: whoIs(user), ...byUser(user), mobile: maskMobile(mobile) };
  await recordAudit(tx, "mobile.changed", {
    ...auditOf(actor),
    detail: { from: old?.mobile ? maskMobile(old.mobile) : "none", to: masked.mobile },
  });
  await notify(tx, "mobile-changed", whose, masked);
  if (old?.mobile)
    await notifyAt(tx, "mobile-changed", "sms", { ...whose, to: old.mobile }, masked);
  return { sid };
}
