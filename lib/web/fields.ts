/** Form fields that several actions share, with the sentence that is shown for a wrong value. */
import { z } from "zod";
import { modes } from "@/lib/core/mode";
import { roles } from "@/lib/core/roles";
import { keyLives } from "@/lib/orgs/key-life";

export const modeField = z.enum(modes, {
  error: "This page's mode is not known. Reload it.",
});

export const keyIdField = z
  .string("This key is not known. Reload the page.")
  .regex(/^\w{1,64}$/, "This key is not known. Reload the page.");

export const keyLifeField = z.enum(keyLives, {
  error: "Choose how long new keys live.",
});

/** Made once per opened dialog, so that repeating a submit never makes a second key (K-13). */
export const requestIdField = z.uuid("This form is out of date. Reload the page.");

export const challengeIdField = z
  .string("Ask for a new code.")
  .regex(/^\w{1,64}$/, "Ask for a new code.");

/** "sms": send the code by SMS, even if the user has an authenticator app. */
export const bySmsField = z.literal("sms", "Reload the page.").optional();

/** A time that our page offered, as it was served: ISO with milliseconds. */
export const momentField = z
  .string("Reload the page.")
  .regex(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "Reload the page.")
  .transform((iso) => new Date(iso))
  .refine((at) => !Number.isNaN(at.getTime()), "Reload the page.");

/**
 * Removes spaces and dashes, as people and phones write codes. Anything else that is not six digits is left to the code
 * check, where it counts as a wrong try (O-9).
 */
export const codeField = z
  .string("Enter the code from the SMS.")
  .max(64, "Enter the six digits of the code.")
  .transform((code) => code.replace(/[\s-]/g, ""));

/**
 * Not checked further here: a text that is no recovery code is left to the code check, where it counts as a wrong try
 * (O-9).
 */
export const recoveryCodeField = z
  .string("Enter one of your recovery codes.")
  .min(1, "Enter one of your recovery codes.")
  .max(64, "A recovery code has ten letters and digits.");

export const sessionIdField = z.string("Reload the page.").regex(/^\w{1,64}$/, "Reload the page.");

/** A current password, at the login or to confirm an action. */
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

/** The merchant to switch to. Every other form concerns the session's merchant. */
export const merchantIdField = z
  .string("Choose a merchant.")
  .regex(/^\w{1,64}$/, "Choose a merchant.");

export const invitationIdField = z
  .string("Reload the page.")
  .regex(/^\w{1,64}$/, "Reload the page.");

export const roleField = z.enum(roles, { error: "Choose a role." });

/** What a security change is about, as the refusal named it: a person's id, an address or a mobile number. */
export const subjectField = z
  .string("Reload the page.")
  .regex(/^[^\s\p{C}]{1,254}$/u, "Reload the page.");

/** The id of another user. */
export const userIdField = z.string("Reload the page.").regex(/^\w{1,64}$/, "Reload the page.");

/** A new email address, trimmed and lower-cased as it will be stored, and of an address's form. */
export const newEmailField = emailField
  .transform((email) => email.toLowerCase())
  .refine(
    (email) => /^[^\s@\p{C}]+@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u.test(email),
    "Enter the whole email address, as in name@shop.example.",
  );

/** `requireNewPassword` checks its length and strength. */
export const newPasswordField = z
  .string("Choose a password.")
  .min(1, "Choose a password.")
  .max(1024, "This password is too long.");

/**
 * A name that appears in mails which anybody can cause: on one line, with nothing that a mail program turns into a
 * link.
 */
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

/** The token of a link in a mail that is stored as a hash. */
export const linkTokenField = z
  .string("Open the link from the mail again.")
  .regex(/^[\w-]{43}$/, "Open the link from the mail again.");
