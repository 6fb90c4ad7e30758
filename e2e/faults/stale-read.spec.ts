/** Answers of the database that arrive long after they were true. */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { signal } from "@/bin/process/is-alive";
import { expect, withAuthorizers } from "@/e2e/stacks/authorizers";
import { ask } from "@/e2e/wire/ask";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const test = withAuthorizers();
test.describe.configure({ mode: "default" });

test("a row on its way while the process stood still lets nobody pass who asks a second later (D5)", async ({
  all,
}) => {
  const { a } = all;
  const actor = await anActor({ mobile: true, otp: true });
  const [other, key] = [await aKey(actor, "live"), await aKey(actor)];
  const oneConnection = () => new Agent({ keepAlive: true, maxSockets: 1 });
  const [first, second] = [oneConnection(), oneConnection()];
  // Both connections are known to the server, and it has one to the database.
  for (const agent of [first, second])
    expect((await ask(a.url, other, { agent })).status).toBe(204);
  // Notifications are late too, and later.
  a.proxy.set("deaf");
  const asked = ask(a.url, key, { agent: first });
  await sleep(100);
  signal(a.pid, "SIGSTOP");
  try {
    await aReplacement(actor, key, "now");
    await sleep(1_050);
    const late = ask(a.url, key, { agent: second });
    await sleep(200);
    a.proxy.set("pass", ["keydesk-authorizer"]);
    await sleep(200);
    signal(a.pid, "SIGCONT");
    expect([401, 503]).toContain((await late).status);
    await asked;
  } finally {
    a.proxy.set("pass");
    signal(a.pid, "SIGCONT");
    for (const agent of [first, second]) agent.destroy();
  }
});
