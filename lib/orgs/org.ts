/** The type of a brand's configuration. Brands are reviewed code, not database rows (DESIGN §3). */
import type { Mode } from "@/lib/core/mode";

export type OrgId = "razorpay" | "curlec" | "axis";

/** Actions on keys for which a brand's policy may ask for a step-up, in each mode. */
export type KeyAction = "generate" | "regenerate" | "deactivate" | "extend" | "change-life";

/** How long a key works, counted from its making (lib/orgs/key-life.ts). */
export type KeyLife = "never" | "90-days" | "180-days" | "1-year";

/** Security changes for which a brand's policy may ask for a step-up. They belong to no mode. */
export const securityActions = [
  /** Turning your own 2-step verification on or off. */
  "two-step",
  "authenticator",
  "recovery-codes",
  "change-mobile",
  "change-email",
  /** Inviting an owner, or giving a member the role of owner. */
  "grant-owner",
  /** Giving a role below owner that may use API keys, by an invitation too. */
  "grant-key-access",
  /** Taking the role or the membership of another owner away. */
  "demote-owner",
  "own-role",
  "reset-two-step",
  "team-two-step",
] as const;

export type SecurityAction = (typeof securityActions)[number];

export interface OrgPolicy {
  /** How long new keys live: until a merchant chooses, at most, and what it may choose (DESIGN §2.10). */
  keyLife: { default: KeyLife; maximum: KeyLife; offered: readonly KeyLife[] };
  /** Whether an action asks for a step-up, in each mode. A login that included an OTP covers it (SECURITY D4). */
  stepUp: Record<KeyAction, Record<Mode, boolean>>;
  /** The same for security changes: 2-step verification, recovery codes, mobile, e-mail, owners. */
  securityStepUp: boolean;
  /** How many minutes an OTP at login covers later actions; null: until the session ends. */
  stepUpMaxAgeMinutes: number | null;
  /** The minimum length of a new password, in characters (D9, L-1). */
  minPasswordLength: number;
  /** How many days a message that could not be delivered keeps its recipient and what it would have said (G-11). */
  keepGivenUpDays: number;
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
  /** The heading above the API Keys link in Account & Settings; null: the link has no heading. */
  apiKeysUnder: string | null;
  wording: {
    /** "deactivate" or "de-activate", as the brand's documents write it. */
    deactivate: string;
  };
  smsSender: string;
  /** The name and address in the From line of its mails. */
  mailFrom: { name: string; address: string };
  /** The address that users who cannot log in may write to. */
  supportEmail: string;
  /** Where security holes are reported: the contact in `security.txt` (RFC 9116). */
  securityEmail: string;
  /**
   * The token `--accent` of app/globals.css, for the icon and the browser's own frame, which no style sheet reaches.
   */
  accent: { light: `#${string}`; dark: `#${string}` };
  policy: OrgPolicy;
}
