/**
 * When a brand asks for a code, in words (DESIGN §3). The words are made from the same policy that the domain enforces.
 */

import { type Mode, modeNames } from "@/lib/core/mode";
import type { KeyAction, Org } from "./org";

interface StepUpRule {
  /** "Regenerate", "Security changes". */
  action: string;
  /** "a code in Test, a code in Live". */
  words: string;
}

export interface StepUpWords {
  rules: StepUpRule[];
  /** What an OTP at login covers. */
  cover: string;
}

/**
 * The rules as the settings page shows them: "Generate a key", "no code in Test, a code in Live"; and when no code is
 * needed.
 */
export function describeStepUp({ wording, policy }: Org): StepUpWords {
  const names: Record<KeyAction, string> = {
    generate: "Generate a key",
    regenerate: "Regenerate a key",
    deactivate: `${capital(wording.deactivate)} an old key now`,
    extend: "Keep an old key 24 hours more",
    "change-life": "Change how long new keys live",
  };
  const ofKeys = Object.entries(names).map(([action, name]) => ({
    action: name,
    words: keyWords(policy.stepUp[action as KeyAction]),
  }));
  const security = policy.securityStepUp ? "a code" : "no code";
  const ofSecurity = {
    action: "Change a mobile, a second step, an email, an owner or who may use API keys",
    words: security,
  };
  return { rules: [...ofKeys, ofSecurity], cover: coverWords(policy.stepUpMaxAgeMinutes) };
}

function keyWords(asks: Record<Mode, boolean>): string {
  const of = (mode: Mode) => `${asks[mode] ? "a code" : "no code"} in ${modeNames[mode]}`;
  return `${of("test")}, ${of("live")}`;
}

function coverWords(maxAgeMinutes: number | null): string {
  const what = "An OTP at login, or the first verification of a mobile,";
  if (maxAgeMinutes === null)
    return `${what} covers the session: nothing more is asked until it ends.`;
  const minutes = maxAgeMinutes === 1 ? "1 minute" : `${maxAgeMinutes} minutes`;
  return `${what} covers the session for ${minutes}; after that each of these asks again.`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
