import { AppError } from "@/lib/core/errors";

export type OperatorRefusal =
  | "ambiguous"
  | "unknown"
  | "already_so"
  | "chain_broken"
  | "unreadable";

/** Refusals of the operator's command. Callers give a sentence that names what was meant, and what to say instead. */
export function operatorRefusal(code: OperatorRefusal, sentence: string): AppError {
  return new AppError(code, sentence);
}
