import type { Answer, Trouble } from "./call-action";

/** The answer, if the user must be told about it; otherwise null. */
export function troubleOf<T>(answer: Answer<T> | null): Trouble | null {
  if (!answer || answer.status === "done" || answer.status === "step-up") return null;
  return answer;
}
