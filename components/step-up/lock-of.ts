import type { Trouble } from "@/components/ui/call-action";

export const lockedTitle = "Codes are locked";

/** The sentences about the lock, if the error is that codes are locked; otherwise null. */
export function lockOf(trouble: Trouble | null): string | null {
  return trouble?.status === "refused" && trouble.code === "code_locked" ? trouble.message : null;
}
