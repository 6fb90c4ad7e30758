import type { Actor } from "@/lib/access/actor";
import type { SecurityAction } from "@/lib/orgs/org";
import { type CodePurpose, codeOwner } from "@/lib/otp/challenge";
import { confirmCode, refusalForVerdict } from "@/lib/otp/confirm-code";
import { newestChallenge } from "@/lib/otp/newest-challenge";
import { openChallenge } from "@/lib/otp/open-challenge";
import type { SentCode } from "@/lib/otp/sent-code";
import { StepUpRequired } from "./require-step-up";

interface SecurityTarget {
  action: SecurityAction;
  /** Another member whom it is about. */
  subject?: string | null;
}

function purposeOf({ action, subject = null }: SecurityTarget): CodePurpose {
  return { purpose: action, mode: null, keyId: null, subject };
}

/** Asks for the code of one security change. Throws `StepUpRequired` without a factor, and what `sendSmsCode` throws. */
export async function requestSecurityCode(
  actor: Actor,
  target: SecurityTarget,
  byText = false,
): Promise<SentCode> {
  const asked = await openChallenge(codeOwner(actor), purposeOf(target), byText);
  if (!asked) throw new StepUpRequired("verify-mobile");
  return asked;
}

/** The code that a form brought, if its first try was answered with "step-up". */
export interface CodeProof {
  challengeId?: string | undefined;
  code?: string | undefined;
}

/**
 * Runs a security change with the code that was entered for it, if one was. The code is confirmed in a transaction of
 * its own, so that a wrong try stays counted whatever the change does (M2). `change` hands the challenge it gets to
 * `requireStepUp`.
 */
export async function withSecurityCode<T>(
  actor: Actor,
  target: SecurityTarget,
  { challengeId, code }: CodeProof,
  change: (challengeId: string | undefined) => Promise<T>,
): Promise<T> {
  if (code === undefined || challengeId === undefined) return change(undefined);
  const owner = codeOwner(actor);
  const newest = await newestChallenge(owner, purposeOf(target), challengeId);
  const verdict = await confirmCode(owner, purposeOf(target), { challengeId: newest, code });
  try {
    return await change(verdict === "confirmed" ? newest : undefined);
  } catch (error) {
    if (error instanceof StepUpRequired && verdict !== "confirmed")
      throw await refusalForVerdict(owner, verdict);
    throw error;
  }
}
