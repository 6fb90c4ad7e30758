/** What a step-up is for: exactly one action, and the mode, key or person it concerns. */
import type { Permission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction, KeyLife, OrgPolicy, SecurityAction } from "@/lib/orgs/org";
import { ownTarget, type Target } from "@/lib/otp/target";

export type StepUpAction = KeyAction | SecurityAction;
export type StepUpTarget = Target<StepUpAction>;

/** `keyId` is null for "generate", which has no key yet. */
export function keyTarget(
  purpose: Exclude<KeyAction, "change-life">,
  { mode, keyId }: { mode: Mode; keyId: string | null },
): StepUpTarget {
  return { purpose, mode, keyId, subject: null };
}

/** A code that was asked for one key life grants no other. */
export function keyLifeTarget(mode: Mode, life: KeyLife): StepUpTarget {
  return { purpose: "change-life", mode, keyId: null, subject: life };
}

/** `subject`: the other member or the new mobile number that the change concerns. */
export function securityTarget(
  purpose: SecurityAction,
  subject: string | null = null,
): StepUpTarget {
  return { ...ownTarget(purpose), subject };
}

/** The permission needed to request or enter a code for an action; null: every user, for their own account. */
export const permissionOf: Record<StepUpAction, Permission | null> = {
  generate: "keys:generate",
  regenerate: "keys:regenerate",
  deactivate: "keys:deactivate",
  extend: "keys:extend",
  "change-life": "keys:change-life",
  "two-step": null,
  authenticator: null,
  "recovery-codes": null,
  "change-mobile": null,
  "change-email": null,
  "grant-owner": "team:manage",
  "grant-key-access": "team:manage",
  "demote-owner": "team:manage",
  "own-role": "team:manage",
  "reset-two-step": "team:manage",
  "team-two-step": "team:manage",
};

/** Looks up the brand's policy for the action and mode (DESIGN §3). Security changes have no mode. */
export function isStepUpNeeded(policy: OrgPolicy, { purpose, mode }: StepUpTarget): boolean {
  return mode === null ? policy.securityStepUp : policy.stepUp[purpose as KeyAction][mode];
}

/** The target as the form fields that a page sends to request a code. Null values are left out. */
export function fieldsOf(target: StepUpTarget): Record<string, string> {
  const said = Object.entries(target).filter(([, value]) => value !== null);
  return Object.fromEntries(said) as Record<string, string>;
}
