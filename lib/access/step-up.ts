/**
 * Step-up: proof that the person holds the registered mobile (DESIGN §1). Only `consumeStepUp` makes a
 * `SteppedUp`, and the locked loads of the key commands demand one: forgetting it is a type error.
 */
import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { otpChallenges, sessions } from "@/db/schema/sessions";
import type { StepUpNeed } from "@/lib/core/action-state";
import { AppError } from "@/lib/core/errors";
import type { Mode, StepUpAction } from "@/lib/orgs/org";
import type { Actor } from "./actor";

declare const proved: unique symbol;
export type SteppedUp = Actor & { readonly [proved]: true };

/** What one proof is good for: exactly this action, mode and key. */
export interface StepUpTarget {
  action: StepUpAction;
  mode: Mode;
  /** Null for generate, which has no key yet. */
  keyId: string | null;
  /** The confirmed challenge, when the person has just entered a code. */
  challengeId?: string | undefined;
}

/** Thrown where a proof is missing; the action answers with what is needed. */
export class StepUpRequired extends Error {
  override readonly name = "StepUpRequired";
  constructor(readonly need: StepUpNeed) {
    super(`step-up required: ${need}`);
  }
}

/**
 * Uses up one proof inside the caller's transaction: the session's OTP (for the same verified number and
 * not older than the brand allows, O-14), or this action's own confirmed challenge, once (O-3, O-5).
 * Throws `StepUpRequired` without a proof, `code_expired` when the challenge is used up or not this action's.
 */
export async function consumeStepUp(
  tx: Db,
  actor: Actor,
  target: StepUpTarget,
): Promise<SteppedUp> {
  const stepped = actor as SteppedUp;
  if (!actor.org.policy.stepUp[target.action][target.mode]) return stepped;
  const { isCovered, mobile } = await readCover(tx, actor);
  if (isCovered) return stepped;
  if (!mobile) throw new StepUpRequired("verify-mobile");
  if (!target.challengeId) throw new StepUpRequired("otp");
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
        eq(otpChallenges.mode, target.mode),
        sql`${otpChallenges.keyId} is not distinct from ${target.keyId}`,
        eq(otpChallenges.mobile, mobile),
        isNotNull(otpChallenges.confirmedAt),
        isNull(otpChallenges.consumedAt),
        gt(otpChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ id: otpChallenges.id });
  if (consumed.length === 0) throw new AppError("code_expired");
  return stepped;
}

async function readCover(tx: Db, actor: Actor) {
  const maxAge = actor.org.policy.stepUpMaxAgeMinutes;
  const isFresh =
    maxAge === null ? sql`true` : sql`${sessions.otpAt} > now() - make_interval(mins => ${maxAge})`;
  const [row] = await tx
    .select({
      mobile: users.mobile,
      isCovered: sql<boolean>`coalesce(${sessions.otpMobile} = ${users.mobile} and ${isFresh}, false)`,
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
