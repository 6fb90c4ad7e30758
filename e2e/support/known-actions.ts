/** Every action there is, and fields with which it would go through: a new one must be added here to pass. */
import { randomUUID } from "node:crypto";

/** The way in: the only actions that answer somebody who is not logged in (C-1). */
export const publicActions = [
  // "This wasn't me"
  "confirmNotMeAction",
  "logInAction",
  "resendLoginCodeAction",
  "startOverAction",
  "verifyLoginAction",
] as const;

/** They see or change API keys: owner and admin only (K-7). */
export const keyActions = [
  "deactivateKeyAction",
  "extendKeyAction",
  "generateKeyAction",
  "regenerateKeyAction",
  "requestCodeAction",
] as const;

/** A person's own session and mobile: open to every role. */
export const ownActions = [
  "confirmMobileAction",
  "logOutAction",
  "sendMobileCodeAction",
  "switchModeAction",
] as const;

type PublicAction = (typeof publicActions)[number];
type KeyAction = (typeof keyActions)[number];
type OwnAction = (typeof ownActions)[number];
export type KnownAction = PublicAction | KeyAction | OwnAction;

export const knownActions: readonly KnownAction[] = [
  ...publicActions,
  ...keyActions,
  ...ownActions,
];

const guess = { challengeId: "otc_00000000000000000000", code: "000000" };
const until = () => new Date(Date.now() + 48 * 60 * 60 * 1000).toISOString();

/** Well-formed fields of an action about this key and mode. */
export function fieldsFor(
  action: KnownAction,
  keyId = "rzp_test_00000000000000",
  mode: "test" | "live" = "test",
): Record<string, string> {
  const key = { mode, keyId };
  const fields: Record<KnownAction, Record<string, string>> = {
    // "This wasn't me"
    confirmNotMeAction: { token: "no-token.of-ours" },
    logInAction: { email: "nobody@tests.test", password: "not-the-password" },
    resendLoginCodeAction: {},
    startOverAction: {},
    verifyLoginAction: guess,
    deactivateKeyAction: key,
    extendKeyAction: { ...key, until: until() },
    generateKeyAction: { mode, requestId: randomUUID() },
    regenerateKeyAction: { ...key, choice: "now", requestId: randomUUID() },
    requestCodeAction: { ...key, purpose: "regenerate" },
    confirmMobileAction: guess,
    logOutAction: {},
    sendMobileCodeAction: { mobile: "+919876543299", password: "not-the-password" },
    switchModeAction: { mode: "live" },
  };
  return fields[action];
}
