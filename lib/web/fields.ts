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
