/**
 * Step-up: proof that the user has the registered mobile or authenticator app (DESIGN §1). Only `requireStepUp` returns
 * a `SteppedUp`, and the key commands cannot load a key without one, so leaving out the step-up is a type error.
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

/** Thrown when a proof is missing. The action then answers which proof is needed, and for what. */
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
 * Requires a proof for this target, in the caller's transaction. The session's cover is enough, if its mobile or app is
 * still the user's and it is not older than the brand allows (O-14). Otherwise the code that came with this request is
 * used up, once, if it was for this target (O-3, O-5). Throws `StepUpRequired` without a proof, and for a code that
 * does not count `wrong_code`, `code_expired` (also if it was for something else), `code_used_up` or `code_locked`.
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
  // The mobile or app may have changed since the code was requested.
  const isStillTheirs = shown?.mobile
    ? shown.mobile === mobile
    : shown !== null && shown.authenticatorId === authenticatorId;
  if (!isStillTheirs) throw codeRefusal("code_expired");
  return stepped;
}
