import type { Trouble } from "./call-action";

/** What an answer says about one field. */
export function fieldError(trouble: Trouble | null, field: string): string | undefined {
  return trouble?.status === "invalid" ? trouble.fields[field] : undefined;
}
