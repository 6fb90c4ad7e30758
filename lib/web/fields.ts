/** The fields that several actions share, with the sentence each shows when it is wrong. */
import { z } from "zod";

export const modeField = z.enum(["test", "live"], {
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

/** The code that a step-up asked for; both or neither. */
export const proofFields = { challengeId: challengeIdField.optional(), code: codeField.optional() };

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

/** The id of another person. */
export const userIdField = z.string("Reload the page.").regex(/^\w{1,64}$/, "Reload the page.");
