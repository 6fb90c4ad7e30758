import type { Trouble } from "@/components/ui/call-action";

export const lockedTitle = "Codes are locked";

/** The words of a lock, when that is what went wrong. */
export function lockOf(trouble: Trouble | null): string | null {
  return trouble?.status === "refused" && trouble.code === "code_locked" ? trouble.message : null;
}
