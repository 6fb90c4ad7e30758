/** For specs that need a database of their own. */
import { test as base } from "playwright/test";
import { type Stack, type StackOptions, stackEnv, startStack } from "@/bin/stack/stack";

/**
 * A `test` whose file runs in a worker process of its own, and that worker's whole configuration is a stack of its
 * own: people, keys and requests made by the usual helpers land there. Such a file runs in one worker only.
 */
export function withOwnStack(options: StackOptions) {
  return base.extend<object, { stack: Stack }>({
    stack: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
      async ({}, use) => {
        const stack = await startStack(options);
        Object.assign(process.env, stackEnv(stack));
        await use(stack);
        await stack.stop();
      },
      { scope: "worker", auto: true, timeout: 120_000 },
    ],
  });
}

export { expect } from "playwright/test";
