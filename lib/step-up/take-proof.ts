import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { codeOwner } from "@/lib/otp/challenge";
import { confirmCode, type Guess, refusalForVerdict } from "@/lib/otp/confirm-code";
import { findChallenge } from "@/lib/otp/find-challenge";
import type { Target } from "@/lib/otp/target";
import { permissionOf } from "./target";

/**
 * The actor with the code that a form brought. It is counted and compared here, in transactions of its own, so that a
 * wrong try stays counted whatever the command does (M2). The verdict is carried, not thrown: a repeated submit finds
 * its code used up and still gets the answer that its first one earned, since the command looks for its own request
 * before it asks for a proof (K-13, R-13). Throws `forbidden` before anything is counted.
 */
export async function takeProof(actor: Actor, { challengeId, code }: Guess): Promise<Actor> {
  const owner = codeOwner(actor);
  const challenge = await findChallenge(owner, challengeId);
  if (!challenge) return { ...actor, proof: { challengeId, verdict: "expired" } };
  requireRightTo(actor, challenge.target);
  const verdict = await confirmCode(owner, challenge, code);
  return { ...actor, proof: { challengeId: challenge.id, verdict } };
}

function requireRightTo(actor: Actor, { purpose }: Target): void {
  const permission =
    purpose === "login" || purpose === "verify-mobile" ? null : permissionOf[purpose];
  if (permission) requirePermission(actor, permission);
}

/** The confirmed challenge of a command that is about nothing but a code. Throws the refusal that fits. */
export async function requireProof(actor: Actor): Promise<string> {
  const { challengeId = "", verdict = "expired" } = actor.proof ?? {};
  if (verdict !== "confirmed") throw await refusalForVerdict(codeOwner(actor), verdict);
  return challengeId;
}
