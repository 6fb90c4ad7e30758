/** More reads than the database takes: they are told so, soon, and nothing is left hanging. */
import pg from "pg";
import { answerBoundMs, recoveryBoundMs } from "@/e2e/history/check";
import { plantKey } from "@/e2e/history/plant";
import { expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { ask } from "@/e2e/wire/ask";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const parallel = 200;
const test = withAuthorizers({ a: { AUTHORIZER_POOL_SIZE: "5" } });
test.describe.configure({ mode: "default" });

test("while every read waits for a lock, requests are answered in time; known keys pass on", async ({
  all,
}) => {
  const { a, databaseUrl } = all;
  const actor = await anActor();
  const known = await aKey(actor);
  expect((await ask(a.url, known)).status).toBe(204);
  const planted = Array.from({ length: parallel }, () => plantKey(actor, "test"));
  for (const [index, { run }] of planted.entries()) await run(`pool ${index}`);
  // As many calls that need no database: what the machine itself takes for that many connections.
  const calls = planted.map(() => ask(a.url, null, { path: "/healthz" }));
  const slackMs = Math.max(...(await Promise.all(calls)).map(({ ms }) => ms));
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  expect((await ask(a.url, known)).status).toBe(204);
  try {
    await holder.query("begin; lock table api_keys in access exclusive mode");
    const answers = await Promise.all(planted.map(({ held }) => ask(a.url, held)));
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    console.log(
      `pool: slowest of ${parallel} ${Math.round(slowest)} ms, without reads ${Math.round(slackMs)}`,
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect(slowest).toBeLessThan(answerBoundMs + slackMs);
    // On a starved machine a heartbeat may be late, and for that moment memory does not count.
    await expect
      .poll(async () => (await ask(a.url, known)).status, { timeout: recoveryBoundMs })
      .toBe(204);
  } finally {
    await holder.end();
  }
  const [first] = planted;
  if (!first) throw new Error("there are keys");
  await expect
    .poll(async () => (await ask(a.url, first.held)).status, { timeout: recoveryBoundMs })
    .toBe(204);
  // One after another: all at once is more than the promise.
  for (const { held } of planted) expect((await ask(a.url, held)).status).toBe(204);
});
