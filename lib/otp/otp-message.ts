import type { Purpose } from "@/db/schema/sessions";
import { modeNames } from "@/lib/core/mode";
import { keyLives, lifeInWords } from "@/lib/orgs/key-life";
import type { Org } from "@/lib/orgs/org";
import type { Target } from "./target";

/** What the code is for, in words that the SMS and the page both show. So nobody can pass off one code as another. */
export function purposeInWords({ purpose, mode, keyId, subject }: Target): string {
  const modeName = mode ? modeNames[mode] : "";
  const key = `the ${modeName} key …${keyId?.slice(-3) ?? ""}`;
  const words: Record<Purpose, string> = {
    login: "log in",
    "verify-mobile": "verify this mobile number",
    generate: `generate a ${modeName} key`,
    regenerate: `regenerate ${key}`,
    deactivate: `deactivate ${key}`,
    extend: `keep ${key} for 24 hours more`,
    "change-life": `let new ${modeName} keys ${inLife(subject)}`,
    "two-step": "change your 2-step verification",
    authenticator: "change your authenticator app",
    "recovery-codes": "make new recovery codes",
    "change-mobile": "change your mobile number",
    "change-email": "change your email",
    "grant-owner": "make somebody an owner",
    "grant-key-access": "give somebody access to your API keys",
    "demote-owner": "take an owner's role away",
    "own-role": "change your own role",
    "reset-two-step": "reset a member's 2-step verification",
    "team-two-step": "change what your team must use to log in",
  };
  return words[purpose];
}

function inLife(subject: string | null): string {
  const life = keyLives.find((one) => one === subject);
  return life ? lifeInWords(life) : "";
}

/**
 * The SMS. It names the brand, the action, the mode and the key (O-4). Its last line binds the code to our host, so
 * browsers autofill it only there (O-19). The code is the first run of six digits.
 */
export function otpMessage(org: Org, host: string, code: string, purposeWords: string): string {
  const domain = host.replace(/:\d+$/, "");
  return [
    `${code} is your ${org.name} OTP to ${purposeWords}. It is valid for 5 minutes. Never share it with anyone.`,
    "",
    `@${domain} #${code}`,
  ].join("\n");
}
