/**
 * Another mobile number (O-12, O-13). Three things are asked for: the password; a proof of the present factor, by a
 * code of purpose "change-mobile" to the present number or off the app, which names the new number as its subject; and
 * a code to the new number, of purpose "verify-mobile". Neither code passes for the other, and each is used up once.
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
import { endSessions, renewSession } from "@/lib/sessions/end-sessions";
import { requireStepUp, StepUpRequired } from "@/lib/step-up/require-step-up";
import { requireProof } from "@/lib/step-up/take-proof";
import { securityTarget } from "@/lib/step-up/target";
import { parseMobile } from "./mobile-number";
import { factorRefusal } from "./refusals";

const newNumberCode = ownTarget("verify-mobile");
/** How long a proof of the old factor stands for the one new number that it was given for. */
const proofMinutes = 10;

interface MobileRequest {
  mobile: string;
  password: string;
}

/**
 * Sends a code to the new number, once password and old factor are proved. The same request again, for the same number
 * in the same session, sends another code and needs no second proof. Throws `mobile_not_accepted`, `wrong_password`,
 * `mobile_unchanged`, and what `requireStepUp` and `sendSmsCode` throw.
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

/** By the session's cover, by the code that came with this request, or by an earlier one for the same new number. */
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

/** Whether this session used up a proof for exactly this new number, with a factor that is still the person's. */
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
 * A right code to the new number replaces the old one. The other sessions end, this one goes on under the sid that is
 * returned, and no session stays covered by the old number (S-8, O-14). Throws what `requireProof` throws,
 * `code_expired` without the old proof, and `login_expired`.
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

/** As when the code was sent. The code of this request was for the new number: it proves nothing of the old factor. */
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
