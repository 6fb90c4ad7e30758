/** For specs that need servers or a database of their own. */
import { test as base } from "playwright/test";
import { type Stack, type StackOptions, startStack } from "@/bin/stack/stack";

/**
 * Something that a spec file's worker process starts before its first test and stops after its last. Where its
 * configuration becomes that of the process, people, keys and requests made by the usual helpers land there.
 */
export function workerFixture<T extends { stop(): Promise<void> }>(
  start: () => Promise<T>,
  timeout = 120_000,
) {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  const fixture = async ({}, use: (value: T) => Promise<void>) => {
    const started = await start();
    try {
      await use(started);
    } finally {
      await started.stop();
    }
  };
  const options = { scope: "worker", auto: true, timeout } as const;
  return [fixture, options] as [typeof fixture, typeof options];
}

/** A `test` for one file, whose tests run in one worker. */
export function withOwnStack(options: StackOptions) {
  return base.extend<object, { stack: Stack }>({
    stack: workerFixture(async () => {
      const stack = await startStack(options);
      Object.assign(process.env, stack.variables);
      return stack;
    }),
  });
}

export { expect } from "playwright/test";
