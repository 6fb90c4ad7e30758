/**
 * What a server action returns. The HTTP status is always 200 (SECURITY D14), so the decision is in this value. It
 * never repeats what the caller sent.
 */
import type { StepUpNeed } from "@/lib/step-up/require-step-up";
import type { RefusalCode } from "./refusal-code";

export type ActionState<T> =
  | { status: "done"; data: T }
  /** One sentence per wrong field, by the field's name. `""` holds what belongs to no field. */
  | { status: "invalid"; fields: Record<string, string> }
  | { status: "refused"; code: RefusalCode; message: string }
  /** `target`: the fields to send when a code is requested. They say what the code will be for. */
  | { status: "step-up"; need: StepUpNeed; target: Record<string, string> }
  /** A fault on our side: the log has the details under this id. */
  | { status: "failed"; incident: string };

/** The type of every action. It fits `useActionState`; any other caller passes `null` as `previous`. */
export type Action<T> = (
  previous: ActionState<T> | null,
  form: FormData,
) => Promise<ActionState<T>>;
