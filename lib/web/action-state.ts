/**
 * What a server action answers. Actions answer HTTP 200 whatever they decide (SECURITY D14), so the
 * decision is in the value. Nothing here ever echoes what the caller sent.
 */
import type { RefusalCode } from "./errors";

/** What must be proved before an action goes through (DESIGN §1, "Step-up"). */
export type StepUpNeed = "otp" | "verify-mobile";

export type ActionState<T> =
  | { status: "done"; data: T }
  /** Field name → one sentence for that field. `""` holds what belongs to no field. */
  | { status: "invalid"; fields: Record<string, string> }
  | { status: "refused"; code: RefusalCode; message: string }
  /** `target` says what the proof must be for: the fields with which a code for it is asked for. */
  | { status: "step-up"; need: StepUpNeed; target: Record<string, string> }
  /** Our fault: details are in the log under this id. */
  | { status: "failed"; incident: string };

/** The one signature of all actions: works with `useActionState`, and called by hand with `null`. */
export type Action<T> = (
  previous: ActionState<T> | null,
  form: FormData,
) => Promise<ActionState<T>>;
