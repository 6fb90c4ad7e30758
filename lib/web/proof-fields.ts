/** Any form of the dashboard may contain these two extra fields: the code that a step-up asked for. */
import { z } from "zod";
import type { Guess } from "@/lib/otp/confirm-code";
import { challengeIdField, codeField } from "./fields";
import { type Read, readForm } from "./read-form";

const schema = z.strictObject({ challengeId: challengeIdField, code: codeField });

/**
 * Removes the fields from the form, so that the form's schema can be strict. Null if the form names no challenge; a
 * `code` alone is then an ordinary field, which most schemas refuse.
 */
export function takeProofFields(form: unknown): Read<Guess> | null {
  if (!(form instanceof FormData) || !form.has("challengeId")) return null;
  const proof = new FormData();
  for (const name of Object.keys(schema.shape)) {
    for (const value of form.getAll(name)) proof.append(name, value);
    form.delete(name);
  }
  return readForm(schema, proof);
}
