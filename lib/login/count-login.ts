import { AppError } from "@/lib/core/errors";
import { count } from "@/lib/core/measure";

/**
 * The same step of logging in, counted by how it ends: what `outcomeOf` says of its result, the code of the refusal, or
 * "failed" for what is ours.
 */
export function counted<Arguments extends unknown[], Result>(
  step: (...given: Arguments) => Promise<Result>,
  outcomeOf: (result: Result) => "in" | "code_asked",
): (...given: Arguments) => Promise<Result> {
  return async (...given) => {
    let outcome = "failed";
    try {
      const result = await step(...given);
      outcome = outcomeOf(result);
      return result;
    } catch (error) {
      if (error instanceof AppError) outcome = error.code;
      throw error;
    } finally {
      count("keydesk_logins_total", { outcome });
    }
  };
}
