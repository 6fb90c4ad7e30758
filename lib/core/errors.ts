/**
 * Three kinds of error (docs/architecture.md, "Errors"): an expected outcome is returned, a refusal is thrown as an
 * `AppError`, everything else is a bug or an outage. Each room has its refusals in a file `refusals.ts`.
 */

/**
 * Thrown when a command cannot proceed. The open transaction rolls back, and each surface translates the error in one
 * place.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Makes the function that creates a room's errors, from its codes and their sentences: `throw
 * keyRefusal("cannot_extend")`. A second argument replaces the sentence where it needs a fact of this case.
 */
export function refusalsOf<Words extends Record<string, string>>(words: Words) {
  return (code: keyof Words & string, sentence: string = words[code] ?? ""): AppError =>
    new AppError(code, sentence);
}

/** The codes of a room's refusals. */
export type CodeOf<Refusal extends (code: never) => AppError> = Parameters<Refusal>[0];
