/** What one brand is: reviewed configuration, not rows (DESIGN §3). */
import type { Mode } from "@/lib/core/mode";

export type OrgId = "razorpay" | "curlec" | "axis";

/** Actions on keys that a brand's policy may put behind a step-up, per mode. */
export type KeyAction = "generate" | "regenerate" | "deactivate" | "extend";

/** Security changes that a brand's policy may put behind a step-up; they belong to no mode. */
export const securityActions = [
  /** Turning one's own 2-step verification on or off. */
  "two-step",
  "authenticator",
  "recovery-codes",
  "change-mobile",
  "change-email",
  /** Inviting an owner, or making a member one. */
  "grant-owner",
  "own-role",
  "reset-two-step",
  "team-two-step",
] as const;

export type SecurityAction = (typeof securityActions)[number];

export interface OrgPolicy {
  /** How long a new key lives, or null for ever. */
  defaultKeyLifeDays: number | null;
  /** Whether an action in a mode needs proof of the mobile. An OTP at login covers it (SECURITY D4). */
  stepUp: Record<KeyAction, Record<Mode, boolean>>;
  /** The same for security changes: 2-step verification, recovery codes, mobile, e-mail, owners. */
  securityStepUp: boolean;
  /** How long an OTP at login covers later actions; null: as long as the session lives. */
  stepUpMaxAgeMinutes: number | null;
  /** The least length of a new password, in characters (D9, L-1). */
  minPasswordLength: number;
}

export interface Org {
  id: OrgId;
  /** As in "Log in to Razorpay Dashboard". */
  name: string;
  country: "IN" | "MY";
  locale: string;
  timeZone: string;
  dialCode: `+${number}`;
  keyPrefix: string;
  hosts: readonly string[];
  /** The heading above the API Keys link in Account & Settings; null: the link stands on the page itself. */
  apiKeysUnder: string | null;
  wording: {
    /** "deactivate" or "de-activate", as the brand's documents write it. */
    deactivate: string;
  };
  smsSender: string;
  /** The name and address in the From line of its mails. */
  mailFrom: { name: string; address: string };
  /** Where a person without any way in turns to. */
  supportEmail: string;
  /** Where somebody who found a hole reports it: the contact of `security.txt` (RFC 9116). */
  securityEmail: string;
  /** `--accent` of app/globals.css, for what no style sheet reaches: the icon and the browser's own frame. */
  accent: { light: `#${string}`; dark: `#${string}` };
  policy: OrgPolicy;
}
