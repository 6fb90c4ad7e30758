/** For specs about authorizers and their database: everything of their own, in a worker process of their own. */
import { test as base } from "playwright/test";
import { type Authorizers, type InstanceEnv, startAuthorizers } from "./authorizers";
import { workerFixture } from "./worker-fixture";

/** A `test` for one file, which has to say `mode: "default"`: its tests share the worker and what runs there. */
export function withAuthorizers(env: InstanceEnv = {}) {
  return base.extend<object, { all: Authorizers }>({
    all: workerFixture(() => startAuthorizers(env)),
  });
}

export { expect } from "playwright/test";
