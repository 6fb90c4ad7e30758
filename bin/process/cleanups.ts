/** Undoes what was started, last first; one that fails does not keep the others from running. */
export interface Cleanups {
  add(cleanup: () => unknown): void;
  run(): Promise<void>;
}

export function makeCleanups(): Cleanups {
  const pending: (() => unknown)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    const errors: unknown[] = [];
    for (let next = pending.pop(); next; next = pending.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
  return {
    add: (cleanup) => pending.push(cleanup),
    run: () => (running ??= runAll().finally(() => (running = undefined))),
  };
}
