/** What one brand is: reviewed configuration, not rows (DESIGN §3). */
export type OrgId = "razorpay" | "curlec" | "axis";
export type Mode = "test" | "live";

/** Actions that a brand's policy may put behind a step-up. */
export type StepUpAction = "generate" | "regenerate" | "deactivate" | "extend";

export interface OrgPolicy {
  /** How long a new key lives, or null for ever. */
  defaultKeyLifeDays: number | null;
  /** Whether an action in a mode needs proof of the mobile. An OTP at login covers it (SECURITY D4). */
  stepUp: Record<StepUpAction, Record<Mode, boolean>>;
  /** How long an OTP at login covers later actions; null: as long as the session lives. */
  stepUpMaxAgeMinutes: number | null;
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
  policy: OrgPolicy;
}
