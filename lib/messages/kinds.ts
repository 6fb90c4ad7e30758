/** Every message there is, with the facts that its words need. All facts are text; none is a secret, code or token. */

import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";

/** Who did it: for the words, and for "this wasn't me". An operator has no user id. */
interface By {
  /** A name. */
  by: string;
  byUserId?: string;
}

interface OfKey extends By {
  keyId: string;
  mode: Mode;
}

/** Whom it was done to. */
interface OfPerson extends By {
  /** Name and e-mail: "Neha Iyer (new@acme.test)". */
  who: string;
}

/** Letters to one person, each with a link of its own. */
export interface Letters {
  "signup-confirm": { signupId: string; name: string };
  /** For the owner of an address that somebody signed up with again. */
  "signup-exists": { name: string };
  invitation: { invitationId: string; merchant: string; by: string; role: Role };
  "password-reset": { resetId: string; name: string };
  /** To the new address. */
  "email-confirm": { changeId: string; name: string };
}

/** Security notices (L-15): to owners and the person concerned. */
export interface Notices {
  "key-generated": OfKey;
  "key-regenerated": OfKey & { replaces: string; oldKeyEnds: "now" | "in-24-hours" };
  "key-deactivated": OfKey;
  "key-extended": OfKey & { until: string };
  "key-frozen": OfKey;
  "key-unfrozen": OfKey;
  "key-leaked": OfKey;
  "key-expiring": { keyId: string; mode: Mode; days: string; expiresAt: string };
  "password-changed": OfPerson;
  "password-reset-done": OfPerson;
  "email-changed": OfPerson & { from: string; to: string };
  /** Masked: "••••••3210". */
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
  "new-device": OfPerson & { device: string; address: string };
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
