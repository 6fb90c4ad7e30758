/**
 * Every action there is: who may call it, what it is about, and fields with which it would go through. The tests of
 * access are made of this table and of the permissions (C-3, C-6): a new action must be added here to pass.
 */
import { randomUUID } from "node:crypto";
import type { Permission } from "@/lib/access/permissions";

interface Rule {
  /** "anybody": also without a login. "member": a person's own account, open to every role. */
  who: "anybody" | "member" | Permission;
  /** Whose id it takes: another merchant's is answered with `unknown`. */
  about?: "key" | "member" | "invitation";
  unknown?: "not_found" | "member_not_found" | "invitation_closed";
  fields: (target: Target) => Record<string, string>;
}

interface Target {
  keyId: string;
  mode: "test" | "live";
  userId: string;
  invitationId: string;
}

const guess = { challengeId: "otc_00000000000000000000", code: "000000" };
const wrongPassword = { password: "not-the-password" };
/** Refused before anything is hashed: hundreds of calls with it cost nothing. */
const weakPassword = "password1234";
const link = { token: "0".repeat(43) };
const until = () => new Date(Date.now() + 48 * 60 * 60 * 1000).toISOString();

const nothing = () => ({});
const aKey = { about: "key", unknown: "not_found" } as const;
const aMember = { who: "team:manage", about: "member", unknown: "member_not_found" } as const;
const anInvitation = {
  who: "team:manage",
  about: "invitation",
  unknown: "invitation_closed",
} as const;
const own = (fields: Record<string, string>) => ({ who: "member", fields: () => fields }) as const;
const wayIn = (fields: Record<string, string>) =>
  ({ who: "anybody", fields: () => fields }) as const;

const rules = {
  // Logging in, signing up, a forgotten password.
  logInAction: wayIn({ email: "nobody@tests.test", ...wrongPassword }),
  recoverLoginAction: wayIn({ code: "abcde-fghjk" }),
  resendLoginCodeAction: wayIn({}),
  startOverAction: wayIn({}),
  verifyLoginAction: wayIn(guess),
  signUpAction: wayIn({
    businessName: "Gravel & Sons",
    name: "Neha Iyer",
    email: "nobody@tests.test",
    password: weakPassword,
  }),
  requestResetAction: wayIn({ email: "nobody@tests.test" }),
  // What links in mails open.
  acceptInvitationAction: wayIn({ ...link, ...wrongPassword }),
  confirmEmailAction: wayIn(link),
  confirmSignUpAction: wayIn(link),
  confirmNotMeAction: wayIn(link),
  resetPasswordAction: wayIn({ ...link, password: weakPassword }),
  // API keys.
  generateKeyAction: {
    who: "keys:generate",
    fields: ({ mode }) => ({ mode, requestId: randomUUID() }),
  },
  regenerateKeyAction: {
    who: "keys:regenerate",
    ...aKey,
    fields: ({ mode, keyId }) => ({ mode, keyId, choice: "now", requestId: randomUUID() }),
  },
  deactivateKeyAction: {
    who: "keys:deactivate",
    ...aKey,
    fields: ({ mode, keyId }) => ({ mode, keyId }),
  },
  extendKeyAction: {
    who: "keys:extend",
    ...aKey,
    fields: ({ mode, keyId }) => ({ mode, keyId, until: until() }),
  },
  changeKeyLifeAction: {
    who: "keys:change-life",
    fields: ({ mode }) => ({ mode, life: "90-days" }),
  },
  requestCodeAction: {
    who: "keys:regenerate",
    ...aKey,
    fields: ({ mode, keyId }) => ({ mode, keyId, purpose: "regenerate" }),
  },
  // The website.
  submitWebsiteAction: {
    who: "website:submit",
    fields: () => ({
      url: "https://shop.test",
      contactUrl: "/contact",
      termsUrl: "/terms",
      privacyUrl: "/privacy",
      refundUrl: "/refunds",
    }),
  },
  // The team.
  changeRoleAction: { ...aMember, fields: ({ userId }) => ({ userId, role: "viewer" }) },
  inviteMemberAction: {
    who: "team:manage",
    fields: () => ({ email: "invited@tests.test", role: "viewer" }),
  },
  removeMemberAction: { ...aMember, fields: ({ userId }) => ({ userId }) },
  requireTwoStepAction: { who: "team:manage", fields: () => ({ isRequired: "yes" }) },
  resendInvitationAction: { ...anInvitation, fields: ({ invitationId }) => ({ invitationId }) },
  resetMemberTwoStepAction: { ...aMember, fields: ({ userId }) => ({ userId }) },
  unlockMemberAction: { ...aMember, fields: ({ userId }) => ({ userId }) },
  withdrawInvitationAction: { ...anInvitation, fields: ({ invitationId }) => ({ invitationId }) },
  // A person's own session.
  logOutAction: own({}),
  logOutOtherSessionsAction: own({}),
  logOutSessionAction: own({ sessionId: "ses_00000000000000000000" }),
  stayLoggedInAction: { who: "member", fields: nothing },
  switchMerchantAction: own({ to: "mer_00000000000000000000" }),
  switchModeAction: own({ mode: "live" }),
  // A person's own details.
  changeNameAction: own({ name: "Neha Iyer" }),
  changePasswordAction: own({ currentPassword: "not-the-password", newPassword: weakPassword }),
  confirmMobileChangeAction: own(guess),
  requestEmailChangeAction: own({ email: "new@tests.test", ...wrongPassword }),
  startMobileChangeAction: own({ mobile: "+14155550123", ...wrongPassword }),
  // A person's own proofs.
  confirmAuthenticatorAction: own({ code: "000000" }),
  confirmMobileAction: own(guess),
  remakeRecoveryCodesAction: own(wrongPassword),
  removeAuthenticatorAction: own(wrongPassword),
  sendMobileCodeAction: own({ mobile: "+919876543299", ...wrongPassword }),
  setUpAuthenticatorAction: own(wrongPassword),
  turnOffTwoStepAction: own(wrongPassword),
  turnOnTwoStepAction: own(wrongPassword),
} satisfies Record<string, Rule>;

export type KnownAction = keyof typeof rules;

export const knownActions = Object.keys(rules) as KnownAction[];

export function ruleOf(action: KnownAction): Rule {
  return rules[action];
}

const those = (isOne: (rule: Rule) => boolean) =>
  knownActions.filter((action) => isOne(ruleOf(action)));

/** The only actions that answer somebody who is not logged in (C-1). */
export const publicActions = those(({ who }) => who === "anybody");

/** A person's own session, details and proofs: open to every role. */
export const ownActions = those(({ who }) => who === "member");

/** They need a permission of the table. */
export const guardedActions = those(({ who }) => who !== "anybody" && who !== "member");

/** They see or change API keys: owner and admin only (K-7). */
export const keyActions = those(({ who }) => who.startsWith("keys:"));

/** Well-formed fields of an action about this key and mode, or these people. */
export function fieldsFor(
  action: KnownAction,
  keyId = "rzp_test_00000000000000",
  mode: "test" | "live" = "test",
  about: Partial<Pick<Target, "userId" | "invitationId">> = {},
): Record<string, string> {
  const { userId = "usr_00000000000000000000", invitationId = "inv_00000000000000000000" } = about;
  return ruleOf(action).fields({ keyId, mode, userId, invitationId });
}
