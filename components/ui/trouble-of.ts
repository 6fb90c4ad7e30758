import type { Answer, Trouble } from "./call-action";

/** The part of an answer that a person has to read, or null. */
export function troubleOf<T>(answer: Answer<T> | null): Trouble | null {
  if (!answer || answer.status === "done" || answer.status === "step-up") return null;
  return answer;
}
