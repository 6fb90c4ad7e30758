import type { z } from "zod";

/** The form's values, or one sentence for each wrong field. `""` holds errors that belong to no field. */
export type Read<I> = { input: I } | { fields: Record<string, string> };

/**
 * Reads a form with a strict schema. Unknown, repeated and missing fields, files, and arguments that are no form at all
 * are answered with a sentence, never with an exception (C-5, D14).
 */
export function readForm<I>(schema: z.ZodType<I>, form: unknown): Read<I> {
  const fields = form instanceof FormData ? toFields(form) : null;
  const result = fields && schema.safeParse(fields);
  if (result?.success) return { input: result.data };
  const issues = result?.error.issues ?? [];
  const sentences = issues.map((issue) => [issue.path.join("."), sentence(issue)] as const);
  // Reversed, so that the first sentence of each field wins.
  return {
    fields:
      sentences.length > 0
        ? Object.fromEntries(sentences.reverse())
        : { "": "This form could not be read." },
  };
}

function toFields(form: FormData): Record<string, string> | null {
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    // Fields that React adds when a form is sent without JavaScript.
    if (name.startsWith("$ACTION")) continue;
    if (typeof value !== "string" || fields.has(name)) return null;
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

function sentence(issue: z.core.$ZodIssue): string {
  return issue.code === "unrecognized_keys"
    ? "This form has a field that does not belong here."
    : issue.message;
}
