/**
 * What a server action answers. Actions answer HTTP 200 whatever they decide (SECURITY D14), so the
 * decision is in the value. Nothing here ever echoes what the caller sent.
 */
import type { StepUpNeed } from "@/lib/step-up/require-step-up";
import type { RefusalCode } from "./refusal-code";

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
