/**
 * Step-up: proof that the person holds the registered mobile or authenticator app (DESIGN §1). Only `requireStepUp`
 * makes a `SteppedUp`, and the locked loads of the key commands demand one: forgetting it is a type error.
 */
import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges, sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import type { StepUpNeed } from "@/lib/core/action-state";
import { AppError } from "@/lib/core/errors";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction, OrgPolicy, SecurityAction } from "@/lib/orgs/org";

declare const proved: unique symbol;
export type SteppedUp = Actor & { readonly [proved]: true };

/** What one proof is good for: exactly this action, and the mode, key or person that it is about. */
export type StepUpTarget = (
  | {
      action: KeyAction;
      mode: Mode;
      /** Null for generate, which has no key yet. */
      keyId: string | null;
    }
  | {
      action: SecurityAction;
      /** Another member whom it is about. */
      subject?: string | null;
    }
) & {
  /** The confirmed challenge, when the person has just entered a code. */
  challengeId?: string | undefined;
};

/** Thrown where a proof is missing; the action answers with what is needed. */
export class StepUpRequired extends Error {
  override readonly name = "StepUpRequired";
  constructor(readonly need: StepUpNeed) {
    super(`step-up required: ${need}`);
  }
}

/**
 * Uses up one proof inside the caller's transaction: the session's OTP (for the same mobile or app and not older than
 * the brand allows, O-14), or this action's own confirmed challenge, once (O-3, O-5).
 * Throws `StepUpRequired` without a proof, `code_expired` when the challenge is used up or not this action's.
 */
export async function requireStepUp(
  tx: Db,
  actor: Actor,
  target: StepUpTarget,
): Promise<SteppedUp> {
  const stepped = actor as SteppedUp;
  if (!needsStepUp(actor.org.policy, target)) return stepped;
  const { isCovered, mobile, authenticatorId } = await readCover(tx, actor);
  if (isCovered) return stepped;
  if (!mobile && !authenticatorId) throw new StepUpRequired("verify-mobile");
  if (!target.challengeId) throw new StepUpRequired("otp");
  const { mode, keyId, subject } = { mode: null, keyId: null, subject: null, ...target };
  const consumed = await tx
    .update(otpChallenges)
    .set({ consumedAt: sql`now()` })
    .where(
      and(
        eq(otpChallenges.id, target.challengeId),
        eq(otpChallenges.orgId, actor.org.id),
        eq(otpChallenges.userId, actor.user.id),
        eq(otpChallenges.sessionId, actor.session.id),
        eq(otpChallenges.purpose, target.action),
        sql`${otpChallenges.mode} is not distinct from ${mode}`,
        sql`${otpChallenges.keyId} is not distinct from ${keyId}`,
        sql`${otpChallenges.subject} is not distinct from ${subject}`,
        or(
          eq(otpChallenges.mobile, mobile ?? ""),
          eq(otpChallenges.authenticatorId, authenticatorId ?? ""),
        ),
        isNotNull(otpChallenges.confirmedAt),
        isNull(otpChallenges.consumedAt),
        gt(otpChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ id: otpChallenges.id });
  if (consumed.length === 0) throw new AppError("code_expired");
  return stepped;
}

/** The brand's table of action × mode (DESIGN §3); security changes belong to no mode. */
function needsStepUp(policy: OrgPolicy, target: StepUpTarget): boolean {
  return "mode" in target ? policy.stepUp[target.action][target.mode] : policy.securityStepUp;
}

/** Another number, another app, and an older OTP than the brand allows end the cover of a session (O-14). */
async function readCover(tx: Db, actor: Actor) {
  const maxAge = actor.org.policy.stepUpMaxAgeMinutes;
  const isFresh =
    maxAge === null ? sql`true` : sql`${sessions.otpAt} > now() - make_interval(mins => ${maxAge})`;
  const [row] = await tx
    .select({
      mobile: users.mobile,
      authenticatorId: users.authenticatorId,
      isCovered: sql<boolean>`coalesce(${isFresh}, false) and (
        coalesce(${sessions.otpMobile} = ${users.mobile}, false)
        or coalesce(${sessions.otpAuthenticatorId} = ${users.authenticatorId}, false)
        or (${sessions.otpAt} is not null and ${sessions.otpRecoveryCodeId} is not null))`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.orgId, sessions.orgId), eq(users.id, sessions.userId)))
    .where(
      and(
        eq(sessions.id, actor.session.id),
        eq(sessions.orgId, actor.org.id),
        isNull(sessions.revokedAt),
      ),
    );
  if (!row) throw new AppError("login_expired");
  return row;
}
