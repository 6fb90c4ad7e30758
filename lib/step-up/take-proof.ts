import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import { codeOwner } from "@/lib/otp/challenge";
import { confirmCode, type Guess, refusalForVerdict } from "@/lib/otp/confirm-code";
import { findChallenge } from "@/lib/otp/find-challenge";
import type { Target } from "@/lib/otp/target";
import { permissionOf } from "./target";

/**
 * Checks the code that came with a form and returns the actor with the verdict. The try is counted in its own
 * transaction, so it stays counted whatever the command does (M2). The verdict is returned, not thrown, because of
 * repeated submits: the second one's code is used up, yet it must get the first one's answer, and the command looks for
 * that before it asks for a proof (K-13, R-13). Throws `forbidden` before anything is counted.
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

/** The id of the confirmed challenge, for a command that only needs a right code. Throws the refusal. */
export async function requireProof(actor: Actor): Promise<string> {
  const { challengeId = "", verdict = "expired" } = actor.proof ?? {};
  if (verdict !== "confirmed") throw await refusalForVerdict(codeOwner(actor), verdict);
  return challengeId;
}
