/** Every kind of message and the facts it is written from. All facts are text; none is a secret, a code or a token. */

import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";
import type { KeyLife } from "@/lib/orgs/org";

/** Who did it, for the text and for the link "This wasn't me". `byUserId` is missing for an operator. */
interface By {
  /** The person's name, or the operator's. */
  by: string;
  byUserId?: string;
}

interface OfKey extends By {
  keyId: string;
  mode: Mode;
}

/** The user whom it concerns. */
interface OfPerson extends By {
  /** Name and e-mail: "Neha Iyer (new@acme.test)". */
  who: string;
}

/** Messages to one person. Each has its own link. */
export interface Letters {
  "signup-confirm": { signupId: string; name: string };
  /** Sent when somebody signs up with an address that already has an account. */
  "signup-exists": { name: string };
  invitation: { invitationId: string; merchant: string; by: string; role: Role };
  "password-reset": { resetId: string; name: string };
  /** Sent to an address that was given back to its user, who has no password any more. */
  "password-after-restore": { resetId: string; name: string };
  /** Sent to the new address. */
  "email-confirm": { changeId: string; name: string };
}

/** Security notices (L-15), sent to the owners and the user concerned. */
export interface Notices {
  "key-generated": OfKey;
  /** `oldKeyUntil`: until when the old key works, if it still does. */
  "key-regenerated": OfKey & {
    replaces: string;
    oldKeyEnds: "now" | "in-24-hours" | "expired";
    oldKeyUntil?: string;
  };
  "key-deactivated": OfKey;
  "key-extended": OfKey & { until: string };
  "key-life-changed": By & { mode: Mode; life: KeyLife };
  "key-frozen": OfKey;
  "key-unfrozen": OfKey;
  "key-leaked": OfKey;
  /** `days`: until then, begun ones counted; "0": it has come. */
  "key-expiring": { keyId: string; mode: Mode; days: string; expiresAt: string };
  /** A Live key without an end has reached an age: "90" or "365" days. */
  "key-old": { keyId: string; mode: Mode; days: string; madeAt: string };
  "password-changed": OfPerson;
  "password-reset-done": OfPerson;
  /** `restores`: this mail's link "This wasn't me" makes that address the user's again. */
  "email-changed": OfPerson & { from: string; to: string; restores?: string };
  /** An old address was given back to its user by the link that was sent to it. */
  "email-restored": OfPerson & { from: string; to: string };
  /** `mobile` is masked: "••••••3210". */
  "mobile-verified": OfPerson & { mobile: string };
  "mobile-changed": OfPerson & { mobile: string };
  "two-step-on": OfPerson;
  "two-step-off": OfPerson;
  "two-step-reset": OfPerson;
  "authenticator-added": OfPerson;
  "authenticator-removed": OfPerson;
  "recovery-codes-made": OfPerson;
  "recovery-code-used": OfPerson & { left: string };
  "codes-locked": OfPerson;
  "user-unlocked": OfPerson;
  "user-disabled": OfPerson;
  "user-enabled": OfPerson;
  /** “This wasn't me” was pressed: `who` must choose a new password. */
  "login-stopped": OfPerson;
  "new-device": OfPerson & { device: string; address: string };
  /** Of a role that may use API keys: whoever sent it had to prove themselves, and the other owners hear at once. */
  "member-invited": By & { email: string; merchant: string; role: Role };
  "member-joined": OfPerson & { merchant: string; role: Role };
  "role-changed": OfPerson & { merchant: string; from: Role; to: Role };
  "member-removed": OfPerson & { merchant: string };
  "team-two-step": By & { merchant: string; isRequired: "yes" | "no" };
  "website-approved": { url: string };
  "website-refused": { url: string; reason: string };
  "merchant-frozen": By & { merchant: string };
  "merchant-unfrozen": By & { merchant: string };
}

export type Messages = Letters & Notices;
export type MessageKind = keyof Messages;
