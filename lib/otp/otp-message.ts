import type { Purpose } from "@/db/schema/sessions";
import { modeNames } from "@/lib/core/mode";
import type { Org } from "@/lib/orgs/org";
import type { Target } from "./target";

/** What the code is for, in words that stand in the SMS and above the field: one cannot be passed off as another. */
export function purposeInWords({ purpose, mode, keyId }: Target): string {
  const modeName = mode ? modeNames[mode] : "";
  const key = `the ${modeName} key …${keyId?.slice(-3) ?? ""}`;
  const words: Record<Purpose, string> = {
    login: "log in",
    "verify-mobile": "verify this mobile number",
    generate: `generate a ${modeName} key`,
    regenerate: `regenerate ${key}`,
    deactivate: `deactivate ${key}`,
    extend: `keep ${key} for 24 hours more`,
    "two-step": "change your 2-step verification",
    authenticator: "change your authenticator app",
    "recovery-codes": "make new recovery codes",
    "change-mobile": "change your mobile number",
    "change-email": "change your email",
    "grant-owner": "make somebody an owner",
    "own-role": "change your own role",
    "reset-two-step": "reset a member's 2-step verification",
    "team-two-step": "change what your team must use to log in",
  };
  return words[purpose];
}

/**
 * Names the brand, the action, the mode and the key (O-4); its last line binds the code to our host, so that
 * browsers fill it in there only (O-19). The code is the first run of six digits.
 */
export function otpMessage(org: Org, host: string, code: string, purposeWords: string): string {
  const domain = host.replace(/:\d+$/, "");
  return [
    `${code} is your ${org.name} OTP to ${purposeWords}. It is valid for 5 minutes. Never share it with anyone.`,
    "",
    `@${domain} #${code}`,
  ].join("\n");
}
