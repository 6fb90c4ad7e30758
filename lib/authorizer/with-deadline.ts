/** PostgreSQL cannot answer, or not in time. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** R-5 allows half a second until the answer 503. */
export const deadlineMs = 400;

/** Rejects with `Unavailable` when the work fails or takes longer than 400 ms. */
export function withDeadline<T>(work: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Unavailable("it took too long")), deadlineMs);
    work.then(
      (result) => {
        clearTimeout(timer);
        done(result);
      },
      (error) => {
        clearTimeout(timer);
        fail(error instanceof Unavailable ? error : new Unavailable("it failed", { cause: error }));
      },
    );
  });
}
