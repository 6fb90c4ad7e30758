import { codeHead } from "./code-head";
import { lockedTitle, lockOf } from "./lock-of";
import type { SteppedAction } from "./use-stepped-action";

/** The title and first sentence above a `ProofStep`. */
export function proofHead(
  { step, trouble }: Pick<SteppedAction, "step" | "trouble">,
  purpose: string,
  /** The dialog's accessible name, if the title would also name a field in it. */
  name?: string,
): { title: string; name?: string | undefined; description?: string } {
  if (lockOf(trouble)) return { title: lockedTitle };
  if (step?.at === "code")
    return {
      title: codeHead(step.sent),
      description: step.proves === "mobile" ? "It proves that this number is yours." : purpose,
    };
  return {
    title: "Verify your mobile number",
    name,
    description:
      "This change needs a verified mobile. Verify yours once: it confirms this change and is registered for the next ones.",
  };
}
