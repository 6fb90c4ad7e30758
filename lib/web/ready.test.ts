import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { watchSecrets } from "@/lib/secrets/watch-secrets";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { readyResponse } from "./ready";

test("a dashboard is ready once its secrets have been compared, and says which it lacks (D28, R-21)", async () => {
  const early = await readyResponse();
  expect([early.status, await early.text()]).toEqual([
    503,
    "not ready: The secrets have not been compared with the database's yet.\n",
  ]);
  const id = `t${randomBytes(5).toString("hex")}`;
  await withSecrets({ KEY_PEPPERS: `${id}:${aSecret()}` }, async () => aKey(await anActor()));
  await watchSecrets().start();
  const ready = await readyResponse();
  expect(ready.status).toBe(200);
  expect(await ready.text()).toMatch(
    new RegExp(`^ready\n.*KEY_PEPPERS lacks the id ${id}, with which living keys were made`),
  );
  watchSecrets().stop();
});
