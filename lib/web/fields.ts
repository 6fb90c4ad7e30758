/** The fields that several actions share, with the sentence each shows when it is wrong. */
import { z } from "zod";
import { modes } from "@/lib/core/mode";
import { roles } from "@/lib/core/roles";

export const modeField = z.enum(modes, {
  error: "This page's mode is not known. Reload it.",
});

export const keyIdField = z
  .string("This key is not known. Reload the page.")
  .regex(/^\w{1,64}$/, "This key is not known. Reload the page.");

/** Made once per opened dialog: the same submit again never makes a second key (K-13). */
export const requestIdField = z.uuid("This form is out of date. Reload the page.");

export const challengeIdField = z
  .string("Ask for a new code.")
  .regex(/^\w{1,64}$/, "Ask for a new code.");

/** "sms": the code shall come by SMS, where the authenticator app would be asked. */
export const bySmsField = z.literal("sms", "Reload the page.").optional();

/** A moment that a page offered, as it was served: ISO with milliseconds, in a year that a database knows. */
export const momentField = z
  .string("Reload the page.")
  .regex(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "Reload the page.")
  .transform((iso) => new Date(iso))
  .refine((at) => !Number.isNaN(at.getTime()), "Reload the page.");

/**
 * Spaces and dashes are how people and phones write codes. Anything else that is not six digits is left for the
 * code check, where it counts as a wrong try (O-9).
 */
export const codeField = z
  .string("Enter the code from the SMS.")
  .max(64, "Enter the six digits of the code.")
  .transform((code) => code.replace(/[\s-]/g, ""));

/** As it was typed: what is no recovery code is left for the check, where it counts as a wrong try (O-9). */
export const recoveryCodeField = z
  .string("Enter one of your recovery codes.")
  .min(1, "Enter one of your recovery codes.")
  .max(64, "A recovery code has ten letters and digits.");

export const sessionIdField = z.string("Reload the page.").regex(/^\w{1,64}$/, "Reload the page.");

/** A password that is asked again, or at the login. */
export const passwordField = z
  .string("Enter your password.")
  .min(1, "Enter your password.")
  .max(1024, "This password is too long.");

export const emailField = z
  .string("Enter your email.")
  .trim()
  .min(1, "Enter your email.")
  .max(254, "This email is too long.")
  .refine((email) => !email.includes("\0"), "Enter your email.");

export const mobileField = z
  .string("Enter your mobile number.")
  .trim()
  .min(1, "Enter your mobile number.")
  .max(32, "This number is too long.");

/** The token of a signed link in a mail. */
export const signedTokenField = z
  .string("This link is not complete.")
  .regex(/^[\w.-]{1,600}$/, "This link is not complete.");

/** The id of a merchant to go on at; every other form is about the session's own. */
export const merchantIdField = z
  .string("Choose a merchant.")
  .regex(/^\w{1,64}$/, "Choose a merchant.");

export const invitationIdField = z
  .string("Reload the page.")
  .regex(/^\w{1,64}$/, "Reload the page.");

export const roleField = z.enum(roles, { error: "Choose a role." });

/** What a security change is about, as the refusal named it: another person's id, or a new mobile number. */
export const subjectField = z.string("Reload the page.").regex(/^\+?\w{1,64}$/, "Reload the page.");

/** The id of another person. */
export const userIdField = z.string("Reload the page.").regex(/^\w{1,64}$/, "Reload the page.");

/** An address that is new to us: as it is stored, trimmed and lower-cased, and of an address's shape. */
export const newEmailField = emailField
  .transform((email) => email.toLowerCase())
  .refine(
    (email) => /^[^\s@\p{C}]+@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u.test(email),
    "Enter the whole email address, as in name@shop.example.",
  );

/** How long and how good it must be is for `requireNewPassword` to say. */
export const newPasswordField = z
  .string("Choose a password.")
  .min(1, "Choose a password.")
  .max(1024, "This password is too long.");

/** It stands in mails that anybody may cause: on one line, and nothing that a mail program makes a link of. */
const givenName = (missing: string) =>
  z
    .string(missing)
    .trim()
    .min(1, missing)
    .max(80, "Use at most 80 characters.")
    .refine(
      (name) => !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069<>@]|:\/\/|www\./iu.test(name),
      "Use a name alone, without any address.",
    );

export const personNameField = givenName("Enter your name.");
export const businessNameField = givenName("Enter the name of your business.");

/** Of a link in a mail. */
export const linkTokenField = z
  .string("Open the link from the mail again.")
  .regex(/^[\w-]{43}$/, "Open the link from the mail again.");
