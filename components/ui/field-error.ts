import type { Trouble } from "./call-action";

/** The error for one field, if the answer has one. */
export function fieldError(trouble: Trouble | null, field: string): string | undefined {
  return trouble?.status === "invalid" ? trouble.fields[field] : undefined;
}
