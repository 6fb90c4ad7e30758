import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { isOwnKey } from "@/lib/access/own-key";
import { type Permission, requirePermission } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction } from "@/lib/orgs/org";
import { type CodePurpose, codeOwner } from "@/lib/otp/challenge";
import { openChallenge } from "@/lib/otp/open-challenge";
import type { SentCode } from "@/lib/otp/sent-code";
import { StepUpRequired } from "@/lib/step-up/require-step-up";

export const permissionOf: Record<KeyAction, Permission> = {
  generate: "keys:generate",
  regenerate: "keys:regenerate",
  deactivate: "keys:deactivate",
  extend: "keys:extend",
};

export interface CodeRequest {
  purpose: KeyAction;
  mode: Mode;
  /** Null for generate, which has no key yet. */
  keyId: string | null;
  /** By SMS, where the authenticator app would be asked. */
  byText?: boolean;
}

/**
 * Sends the code for one action on one key in the way this person has. Throws `forbidden`, `not_found`
 * for a key that is not this merchant's and mode's, `StepUpRequired` without a mobile, and what `sendSmsCode` throws.
 */
export async function requestCode(actor: Actor, request: CodeRequest): Promise<SentCode> {
  requirePermission(actor, permissionOf[request.purpose]);
  if (
    request.keyId !== null &&
    !(await isOwnKey(db(), actor, { ...request, keyId: request.keyId }))
  ) {
    throw new AppError("not_found");
  }
  const { byText, ...target } = request;
  const asked = await openChallenge(codeOwner(actor), target satisfies CodePurpose, byText);
  if (!asked) throw new StepUpRequired("verify-mobile");
  return asked;
}
