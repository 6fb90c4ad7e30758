/** The two fields that every form of the dashboard may have beside its own: the code that a step-up asked for. */
import { z } from "zod";
import type { Guess } from "@/lib/otp/confirm-code";
import { challengeIdField, codeField } from "./fields";
import { type Read, readForm } from "./read-form";

const schema = z.strictObject({ challengeId: challengeIdField, code: codeField });

/**
 * Takes them out of the form, so that the form's schema stays strict. Null where no challenge is named: a `code` alone
 * is then a field like any other, which few schemas know.
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
