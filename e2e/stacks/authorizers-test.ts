/** For specs about authorizers and their database: everything of their own, in a worker process of their own. */
import { test as base } from "playwright/test";
import { type Authorizers, type InstanceEnv, startAuthorizers } from "./authorizers";

/** A `test` for one file, which has to say `mode: "default"`: its tests share the worker and what runs there. */
export function withAuthorizers(env: InstanceEnv = {}) {
  return base.extend<object, { all: Authorizers }>({
    all: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
      async ({}, use) => {
        const all = await startAuthorizers(env);
        await use(all);
        await all.stop();
      },
      { scope: "worker", auto: true, timeout: 120_000 },
    ],
  });
}

export { expect } from "playwright/test";
