import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction } from "@/lib/orgs/org";
import { codeOwner } from "@/lib/otp/challenge";
import { confirmCode, refusalForVerdict } from "@/lib/otp/confirm-code";
import { newestChallenge } from "@/lib/otp/newest-challenge";
import { StepUpRequired } from "@/lib/step-up/require-step-up";
import { permissionOf } from "./request-code";

interface Submitted {
  mode: Mode;
  keyId: string | null;
  challengeId?: string | undefined;
  code?: string | undefined;
}

/**
 * Runs a key command with the code that was entered for it, if one was. The code is confirmed in a transaction of
 * its own, so that a wrong try stays counted whatever the command does (M2). A repeated submit finds its code used
 * up: it still gets the answer that its first one earned, since the command knows its own request (K-13, R-13).
 */
export async function withCode<I extends Submitted, T>(
  actor: Actor,
  purpose: KeyAction,
  input: I,
  command: (actor: Actor, input: Omit<I, "code">) => Promise<T>,
): Promise<T> {
  const { code, ...rest } = input;
  const { mode, keyId } = input;
  if (code === undefined || input.challengeId === undefined) return command(actor, rest);
  requirePermission(actor, permissionOf[purpose]);
  const target = { purpose, mode, keyId };
  const challengeId = await newestChallenge(codeOwner(actor), target, input.challengeId);
  const verdict = await confirmCode(codeOwner(actor), target, { challengeId, code });
  const proof = verdict === "confirmed" ? challengeId : undefined;
  try {
    return await command(actor, { ...rest, challengeId: proof });
  } catch (error) {
    if (error instanceof StepUpRequired && verdict !== "confirmed") {
      throw await refusalForVerdict(codeOwner(actor), verdict);
    }
    throw error;
  }
}
