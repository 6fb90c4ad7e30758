import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { isOwnKey } from "@/lib/access/own-key";
import { requirePermission } from "@/lib/access/permissions";
import { accessRefusal } from "@/lib/access/refusals";
import { codeOwner } from "@/lib/otp/challenge";
import { openChallenge } from "@/lib/otp/open-challenge";
import type { SentCode } from "@/lib/otp/sent-code";
import { StepUpRequired } from "./require-step-up";
import { permissionOf, type StepUpTarget } from "./target";

/**
 * Requests a code for one action, from the authenticator app or by SMS; `byText` prefers SMS. Throws `forbidden`,
 * `not_found` for a key that is not of this merchant and mode, `StepUpRequired` for a user without a factor, and what
 * `openChallenge` throws.
 */
export async function requestCode(
  actor: Actor,
  target: StepUpTarget,
  byText = false,
): Promise<SentCode> {
  const { purpose, mode, keyId } = target;
  const permission = permissionOf[purpose];
  if (permission) requirePermission(actor, permission);
  if (mode && keyId && !(await isOwnKey(db(), actor, { mode, keyId })))
    throw accessRefusal("not_found");
  const asked = await openChallenge(codeOwner(actor), target, byText);
  if (!asked) throw new StepUpRequired("verify-mobile", target);
  return asked;
}
