import { type LinkPurpose, linkToken } from "@/lib/core/link-token";
import type { Letters } from "./kinds";
import { unlinked, type WriterContext, type Writers } from "./words";

/** The link's token exists only here and in the mail. */
function link({ url }: WriterContext, path: string, purpose: LinkPurpose, id: string): string {
  return url(`${path}?token=${linkToken(purpose, id)}`);
}

/** The two sign-up mails contain no name: a stranger may have entered this address and chosen the name. */
export const letters: Writers<Letters> = {
  "signup-confirm": ({ signupId }, setting) => ({
    subject: `Confirm your email for ${setting.org.name}`,
    lines: [
      `Somebody, probably you, created a ${setting.org.name} account with this address.`,
      "Confirm that it is yours, and your account is ready.",
    ],
    link: {
      label: "Confirm email",
      url: link(setting, "/signup/confirm", "signup", signupId),
    },
    note: "The link works once, for 24 hours. If this wasn't you, do nothing: no account is made without it.",
  }),
  "signup-exists": (_, { org, url }) => ({
    subject: `You have a ${org.name} account already`,
    lines: [
      `Somebody, probably you, tried to create a ${org.name} account with this address. There is one already, so nothing was changed.`,
      "Log in with it. If you forgot your password, choose a new one on the login page.",
    ],
    link: { label: "Log in", url: url("/login") },
    note: "If this wasn't you, you need do nothing.",
  }),
  invitation: ({ invitationId, merchant, by, role }, setting) => ({
    subject: `Invitation to ${unlinked(merchant)} on ${setting.org.name}`,
    lines: [
      `${unlinked(by)} invites you to the ${setting.org.name} Dashboard of ${unlinked(merchant)}, as ${role}.`,
    ],
    link: {
      label: "See the invitation",
      url: link(setting, "/invitation", "invitation", invitationId),
    },
    note: "If you don't know who this is, do nothing. The link works once.",
  }),
  "password-reset": ({ resetId }, setting) => ({
    subject: `Choose a new ${setting.org.name} password`,
    lines: [
      `Somebody, probably you, forgot the password of the ${setting.org.name} account with this address.`,
    ],
    link: {
      label: "Choose a new password",
      url: link(setting, "/reset-password", "password-reset", resetId),
    },
    note: "The link works once and for a short time. If this wasn't you, do nothing: your password stays as it is.",
  }),
  "password-after-restore": ({ resetId }, setting) => ({
    subject: `Your email on ${setting.org.name} is this one again: choose a new password`,
    lines: [
      "You pressed “This wasn't me”. The email for logging in is this address again, all sessions were ended, and the password no longer works.",
      "Choose a new password, one that is used nowhere else.",
    ],
    link: {
      label: "Choose a new password",
      url: link(setting, "/reset-password", "password-reset", resetId),
    },
    note: "The link works once, for 15 minutes. After that, “Forgot password” on the login page sends another.",
  }),
  "email-confirm": ({ changeId }, setting) => ({
    subject: `Confirm your new email for ${setting.org.name}`,
    lines: [
      `This address was entered as the new email of a ${setting.org.name} account. It counts once it is confirmed; until then the old one stays.`,
    ],
    link: {
      label: "Confirm new email",
      url: link(setting, "/confirm-email", "email-change", changeId),
    },
    note: "The link works once. If this wasn't you, do nothing.",
  }),
};
