/**
 * The three kinds of trouble (docs/architecture.md, "Errors"): an outcome is returned, a refusal is an `AppError`,
 * everything else is a bug or an outage. Each room has its refusals in a file of that name, `refusals.ts`.
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
 * From a room's codes and their sentences, what makes its errors: `throw keyRefusal("cannot_extend")`. A sentence of
 * one's own is given only where it needs a fact of the case.
 */
export function refusalsOf<Words extends Record<string, string>>(words: Words) {
  return (code: keyof Words & string, sentence: string = words[code] ?? ""): AppError =>
    new AppError(code, sentence);
}

/** The codes that a room refuses with. */
export type CodeOf<Refusal extends (code: never) => AppError> = Parameters<Refusal>[0];
