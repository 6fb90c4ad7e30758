import type { z } from "zod";
import type { ActionState } from "@/lib/core/action-state";

/**
 * Reads a form by a strict schema and hands it on: unknown, repeated and missing fields, files, and arguments that are no
 * form at all are `invalid` with one sentence a field, never an exception (C-5, D14).
 */
export async function readForm<I, T>(
  schema: z.ZodType<I>,
  form: unknown,
  work: (input: I) => Promise<T>,
): Promise<ActionState<T>> {
  const fields = form instanceof FormData ? toFields(form) : null;
  const result = fields && schema.safeParse(fields);
  if (result?.success) return { status: "done", data: await work(result.data) };
  const issues = result?.error.issues ?? [];
  const sentences = issues.map((issue) => [issue.path.join("."), sentence(issue)] as const);
  // The first sentence of a field is the one that helps.
  return {
    status: "invalid",
    fields:
      sentences.length > 0
        ? Object.fromEntries(sentences.reverse())
        : { "": "This form could not be read." },
  };
}

function toFields(form: FormData): Record<string, string> | null {
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    // React's own bookkeeping in forms that are sent without JavaScript.
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
