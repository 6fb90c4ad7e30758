/** What a step-up proves the right to do: exactly this action, and the mode, key or person that it is about. */
import type { Permission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";
import type { KeyAction, OrgPolicy, SecurityAction } from "@/lib/orgs/org";
import { ownTarget, type Target } from "@/lib/otp/target";

export type StepUpAction = KeyAction | SecurityAction;
export type StepUpTarget = Target<StepUpAction>;

/** `keyId` is null for "generate", which has no key yet. */
export function keyTarget(
  purpose: KeyAction,
  { mode, keyId }: { mode: Mode; keyId: string | null },
): StepUpTarget {
  return { purpose, mode, keyId, subject: null };
}

/** `subject`: the other member, or the new mobile number, that the change is about. */
export function securityTarget(
  purpose: SecurityAction,
  subject: string | null = null,
): StepUpTarget {
  return { ...ownTarget(purpose), subject };
}

/** Who may ask for the code of an action, and have a try with it counted; null: everybody, for their own account. */
export const permissionOf: Record<StepUpAction, Permission | null> = {
  generate: "keys:generate",
  regenerate: "keys:regenerate",
  deactivate: "keys:deactivate",
  extend: "keys:extend",
  "two-step": null,
  authenticator: null,
  "recovery-codes": null,
  "change-mobile": null,
  "change-email": null,
  "grant-owner": "team:manage",
  "own-role": "team:manage",
  "reset-two-step": "team:manage",
  "team-two-step": "team:manage",
};

/** The brand's table of action × mode (DESIGN §3); security changes belong to no mode. */
export function isStepUpNeeded(policy: OrgPolicy, { purpose, mode }: StepUpTarget): boolean {
  return mode === null ? policy.securityStepUp : policy.stepUp[purpose as KeyAction][mode];
}

/** As the fields with which a page asks for the code: those that say something. */
export function fieldsOf(target: StepUpTarget): Record<string, string> {
  const said = Object.entries(target).filter(([, value]) => value !== null);
  return Object.fromEntries(said) as Record<string, string>;
}
