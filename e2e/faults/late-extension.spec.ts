/** "Keep 24 hours more" in the last moment: its commit comes after the end that it moves. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { ask } from "@/e2e/wire/ask";
import { extendKey } from "@/lib/api-keys/extend-key";
import { AppError } from "@/lib/core/errors";
import { ageKeyToEnd, aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const test = withAuthorizers();
const listen = ["keydesk-authorizer-listen"];

test("a key whose keeping was acknowledged passes from then on, also if it was seen dead before (§2.1 rule 1)", async ({
  all,
}) => {
  const { a, databaseUrl } = all;
  const actor = await anActor({ mobile: true, otp: true });
  const key = await aKey(actor);
  await aReplacement(actor, key, "in-24-hours");
  // With this lock held, a change of the merchant's keys waits to write its audit row: after the key's, before the commit.
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  try {
    await holder.query("select pg_advisory_lock(hashtextextended('audit ' || $1, 0))", [
      actor.merchant.id,
    ]);
    await ageKeyToEnd(actor, key.keyId, 2);
    const [row] = await all.postgres.query<{ until: Date }>(
      `select date_trunc('milliseconds', deactivates_at + interval '24 hours') as until
       from api_keys where key_id = $1`,
      [key.keyId],
    );
    if (!row) throw new Error("the key is gone");
    const { keyId } = key;
    const kept = extendKey(actor, { mode: "test", keyId, until: row.until }).then(
      () => "acked",
      (error) => (error instanceof AppError ? "refused" : `${error}`),
    );
    await sleep(2_200);
    expect((await ask(a.url, key)).status).toBe(401);
    a.proxy.set("hold", listen);
    await holder.end();
    const outcome = await kept;
    expect(["acked", "refused"]).toContain(outcome);
    expect((await ask(a.url, key)).status).toBe(outcome === "acked" ? 204 : 401);
  } finally {
    a.proxy.set("pass", listen);
    await holder.end();
  }
});
