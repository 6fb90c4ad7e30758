/**
 * Replacing the mobile number (O-12, O-13) needs three things: the password; a proof of the current factor, which is a
 * code for "change-mobile" with the new number as its subject; and a code for "verify-mobile", sent to the new number.
 * Neither code works in the other's place, and each works once.
 */
import { and, eq, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
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
import { notify, notifyAt } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { requirePassword } from "@/lib/passwords/require-password";
import { endSessions } from "@/lib/sessions/end-sessions";
import { renewSession } from "@/lib/sessions/own-session";
import { requireStepUp, StepUpRequired } from "@/lib/step-up/require-step-up";
import { requireProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
import { parseMobile } from "./mobile-number";
import { factorRefusal } from "./refusals";

const newNumberCode = ownTarget("verify-mobile");
/** How long a proof of the old factor is valid for the new number that it named. */
const proofMinutes = 10;

interface MobileRequest {
  mobile: string;
  password: string;
}

/**
 * Sends a code to the new number, once password and old factor are proved. Asking again for the same number in the same
 * session sends another code and needs no second proof of the old factor. Throws `mobile_not_accepted`,
 * `wrong_password`, `mobile_unchanged`, and what `requireStepUp` and `sendSmsCode` throw.
 */
export async function startMobileChange(actor: Actor, input: MobileRequest): Promise<SentCode> {
  const mobile = parseMobile(actor.org, input.mobile);
  if (!mobile) throw factorRefusal("mobile_not_accepted");
  const user = await requirePassword(actor, input.password);
  if (user.mobile === mobile) throw factorRefusal("mobile_unchanged");
  await transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    await proveOldFactor(tx, actor, mobile);
  });
  return sendSmsCode(codeOwner(actor), newNumberCode, mobile);
}

/** Accepts the session's cover, the code that came with this request, or an earlier proof for the same new number. */
async function proveOldFactor(tx: Db, actor: Actor, mobile: string): Promise<void> {
  try {
    await requireStepUp(tx, actor, securityTarget("change-mobile", mobile));
  } catch (error) {
    if (!isOtpMissing(error) || !(await wasProvedFor(tx, actor, mobile))) throw error;
  }
}

function isOtpMissing(error: unknown): boolean {
  return error instanceof StepUpRequired && error.need === "otp";
}

/** Whether this session has used up a proof for exactly this new number, with a factor that the user still has. */
async function wasProvedFor(tx: Db, { org, user, session }: Actor, mobile: string) {
  const { rows } = await tx.execute(sql`
    select 1 from otp_challenges c join users u on u.org_id = c.org_id and u.id = c.user_id
    where c.org_id = ${org.id} and c.user_id = ${user.id} and c.session_id = ${session.id}
      and c.purpose = 'change-mobile' and c.subject = ${mobile}
      and c.consumed_at > now() - make_interval(mins => ${proofMinutes})
      and (c.mobile = u.mobile or c.authenticator_id = u.authenticator_id)
    limit 1`);
  return rows.length > 0;
}

/**
 * Replaces the mobile number after a right code to the new one. Ends the other sessions and returns this session's new
 * sid; no session stays covered by the old number (S-8, O-14). Throws what `requireProof` throws, `code_expired`
 * without a proof of the old factor, and `login_expired`.
 */
export async function confirmMobileChange(actor: Actor): Promise<{ sid: string }> {
  const challengeId = await requireProof(actor);
  return transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    const proved = await consumeChallenge(tx, codeOwner(actor), newNumberCode, challengeId);
    if (!proved?.mobile) throw codeRefusal("code_expired");
    await requireOldProof(tx, actor, proved.mobile);
    return replaceMobile(tx, actor, proved.mobile);
  });
}

/**
 * Checks the old factor again, as when the code was sent. `proof` is null here, because this request's code was for the
 * new number and proves nothing about the old factor.
 */
async function requireOldProof(tx: Db, actor: Actor, mobile: string): Promise<void> {
  try {
    await proveOldFactor(tx, { ...actor, proof: null }, mobile);
  } catch (error) {
    throw error instanceof StepUpRequired ? codeRefusal("code_expired") : error;
  }
}

async function replaceMobile(tx: Db, actor: Actor, mobile: string): Promise<{ sid: string }> {
  const { org, user } = actor;
  const whose = { orgId: org.id, userId: user.id };
  const isThisUser = and(eq(users.id, user.id), eq(users.orgId, org.id));
  const sid = await renewSession(tx, actor);
  const [old] = await tx.select({ mobile: users.mobile }).from(users).where(isThisUser);
  await tx.update(users).set({ mobile, mobileVerifiedAt: sql`now()` }).where(isThisUser);
  const entry = auditOf(actor);
  await endSessions(tx, whose, { entry, cause: "mobile changed", except: actor.session.id });
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
