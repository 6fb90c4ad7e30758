/** The fields that several actions share, with the sentence each shows when it is wrong. */
import { z } from "zod";

export const modeField = z.enum(["test", "live"], {
  error: "This page's mode is not known. Reload it.",
});

export const keyIdField = z
  .string("This key is not known. Reload the page.")
  .max(64, "This key is not known. Reload the page.");

/** Made once per opened dialog: the same submit again never makes a second key (K-13). */
export const requestIdField = z.uuid("This form is out of date. Reload the page.");

export const challengeIdField = z
  .string("Ask for a new code.")
  .min(1, "Ask for a new code.")
  .max(64, "Ask for a new code.");

/**
 * Spaces and dashes are how people and phones write codes. Anything else that is not six digits is left for the
 * code check, where it counts as a wrong try (O-9).
 */
export const codeField = z
  .string("Enter the code from the SMS.")
  .max(64, "Enter the six digits of the code.")
  .transform((code) => code.replace(/[\s-]/g, ""));
