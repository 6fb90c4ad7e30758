/**
 * Step-up: proof that the person holds the registered mobile or authenticator app (DESIGN §1). Only `requireStepUp`
 * makes a `SteppedUp`, and the locked loads of the key commands demand one: forgetting it is a type error.
 */
import type { Db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { codeOwner } from "@/lib/otp/challenge";
import { refusalForVerdict } from "@/lib/otp/confirm-code";
import { consumeChallenge } from "@/lib/otp/consume-challenge";
import { codeRefusal } from "@/lib/otp/refusals";
import { readCover } from "@/lib/sessions/cover";
import { isStepUpNeeded, type StepUpTarget } from "./target";

/** What must be proved before an action goes through (DESIGN §1, "Step-up"). */
export type StepUpNeed = "otp" | "verify-mobile";

declare const proved: unique symbol;
export type SteppedUp = Actor & { readonly [proved]: true };

/** Thrown where a proof is missing; the action answers with what is needed, and for what. */
export class StepUpRequired extends Error {
  override readonly name = "StepUpRequired";
  constructor(
    readonly need: StepUpNeed,
    readonly target: StepUpTarget,
  ) {
    super(`step-up required: ${need} for ${target.purpose}`);
  }
}

/**
 * Uses up one proof inside the caller's transaction: the session's OTP (for the same mobile or app and not older than
 * the brand allows, O-14), or the code that came with this request, if it was for this target, once (O-3, O-5).
 * Throws `StepUpRequired` without a proof, and what fits the verdict on a code that was not right: `wrong_code`,
 * `code_expired` (also for a code that was for something else), `code_used_up`, `code_locked`.
 */
export async function requireStepUp(
  tx: Db,
  actor: Actor,
  target: StepUpTarget,
): Promise<SteppedUp> {
  const stepped = actor as SteppedUp;
  if (!isStepUpNeeded(actor.org.policy, target)) return stepped;
  const { isCovered, mobile, authenticatorId } = await readCover(tx, actor);
  if (isCovered) return stepped;
  if (!mobile && !authenticatorId) throw new StepUpRequired("verify-mobile", target);
  const { proof } = actor;
  if (!proof) throw new StepUpRequired("otp", target);
  const owner = codeOwner(actor);
  if (proof.verdict !== "confirmed") throw await refusalForVerdict(owner, proof.verdict, tx);
  const shown = await consumeChallenge(tx, owner, target, proof.challengeId);
  // The number or app may have been changed since the code was asked for.
  const isStillTheirs = shown?.mobile
    ? shown.mobile === mobile
    : shown !== null && shown.authenticatorId === authenticatorId;
  if (!isStillTheirs) throw codeRefusal("code_expired");
  return stepped;
}
