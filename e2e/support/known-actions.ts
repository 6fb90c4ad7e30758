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
  // invitations
  "acceptInvitationAction",
] as const;

/** They see or change API keys: owner and admin only (K-7). */
export const keyActions = [
  "deactivateKeyAction",
  "extendKeyAction",
  "generateKeyAction",
  "regenerateKeyAction",
  "requestCodeAction",
] as const;

/** The merchant's website: owner and admin only. */
export const websiteActions = ["submitWebsiteAction"] as const;

/** A person's own session and mobile: open to every role. */
export const ownActions = [
  "confirmMobileAction",
  "logOutAction",
  "requestSecurityCodeAction",
  "sendMobileCodeAction",
  "switchModeAction",
  "switchMerchantAction",
] as const;

/** They change the team: owner only. */
export const teamActions = [
  "changeRoleAction",
  "inviteMemberAction",
  "removeMemberAction",
  "requireTwoStepAction",
  "resendInvitationAction",
  "resetMemberTwoStepAction",
  "unlockMemberAction",
  "withdrawInvitationAction",
] as const;

type PublicAction = (typeof publicActions)[number];
type KeyAction = (typeof keyActions)[number];
type WebsiteAction = (typeof websiteActions)[number];
type OwnAction = (typeof ownActions)[number];
type TeamAction = (typeof teamActions)[number];
export type KnownAction = PublicAction | KeyAction | WebsiteAction | OwnAction | TeamAction;

export const knownActions: readonly KnownAction[] = [
  ...publicActions,
  ...keyActions,
  ...websiteActions,
  ...ownActions,
  ...teamActions,
];

const guess = { challengeId: "otc_00000000000000000000", code: "000000" };
const member = { userId: "usr_00000000000000000000" };
const invitation = { invitationId: "inv_00000000000000000000" };
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
    confirmNotMeAction: { token: "not-a-token.of-ours" },
    logInAction: { email: "nobody@tests.test", password: "not-the-password" },
    resendLoginCodeAction: {},
    startOverAction: {},
    verifyLoginAction: guess,
    deactivateKeyAction: key,
    extendKeyAction: { ...key, until: until() },
    generateKeyAction: { mode, requestId: randomUUID() },
    regenerateKeyAction: { ...key, choice: "now", requestId: randomUUID() },
    requestCodeAction: { ...key, purpose: "regenerate" },
    submitWebsiteAction: {
      url: "https://shop.test",
      contactUrl: "/contact",
      termsUrl: "/terms",
      privacyUrl: "/privacy",
      refundUrl: "/refunds",
    },
    confirmMobileAction: guess,
    logOutAction: {},
    requestSecurityCodeAction: { purpose: "two-step" },
    sendMobileCodeAction: { mobile: "+919876543299", password: "not-the-password" },
    switchModeAction: { mode: "live" },
    switchMerchantAction: { to: "mer_00000000000000000000" },
    acceptInvitationAction: { token: "A".repeat(43), password: "not-the-password" },
    changeRoleAction: { ...member, role: "viewer" },
    inviteMemberAction: { email: "invited@tests.test", role: "viewer" },
    removeMemberAction: member,
    requireTwoStepAction: { isRequired: "yes" },
    resendInvitationAction: invitation,
    resetMemberTwoStepAction: member,
    unlockMemberAction: member,
    withdrawInvitationAction: invitation,
  };
  return fields[action];
}
