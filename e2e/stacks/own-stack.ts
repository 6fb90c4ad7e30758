/** For specs that need a database of their own. */
import { test as base } from "playwright/test";
import { type Stack, type StackOptions, startStack } from "@/bin/stack/stack";
import { workerFixture } from "./worker-fixture";

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
