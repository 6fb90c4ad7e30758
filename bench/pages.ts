/**
 * `npm run bench:pages`: the API Keys page of a merchant with a long list, beside an empty page behind the same
 * session check, policy and frame. One kept connection, alternating rounds, the median of the rounds' ratios
 * (ECOSYSTEM §4.24). Exits with 1 when the page takes more than twice the empty one's time.
 */
import { Agent } from "node:http";
import { cpus } from "node:os";
import { alternate, medianRatio } from "@/bench/load/rounds";
import { ensureBuild } from "@/bin/build/build";
import { runCommand, say } from "@/bin/process/cleanups";
import { send } from "@/bin/process/http";
import { type Stack, startStack } from "@/bin/stack/stack";
import { pool } from "@/db/client";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";

const maxRatio = 2;
const requestsPerRound = 200;
const warmUp = 150;
const pastKeys = 10;

const pages = { keys: "/account-settings/api-keys", empty: "/empty" };
type PageName = keyof typeof pages;

/** The cookie of an owner whose Test mode has a current, a retiring and ten past keys. */
async function aBusyOwner(): Promise<string> {
  const member = await aMember({ mobile: true });
  const session = await aSession(member, { otp: true });
  const actor = await actorOf(member, session);
  let key = await aKey(actor);
  for (let past = 0; past < pastKeys; past++) key = await aReplacement(actor, key, "now");
  await aReplacement(actor, key, "in-24-hours");
  return `${sessionCookieName}=${await encodeSession(session.sid)}`;
}

/** The mean milliseconds of so many requests, each until the answer's last byte. */
async function mean(agent: Agent, port: number, name: PageName, cookie: string, times: number) {
  const headers = { host: `razorpay.localhost:${port}`, "accept-encoding": "gzip", cookie };
  let sum = 0;
  for (let index = 0; index < times; index++) {
    const { status, ms } = await send({ agent, port, path: pages[name], headers });
    if (status !== 200) throw new Error(`${pages[name]} answered ${status}`);
    sum += ms;
  }
  return sum / times;
}

async function measure({ port }: Stack, cookie: string): Promise<Record<PageName, number[]>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const names = Object.keys(pages) as PageName[];
  for (const name of names) await mean(agent, port, name, cookie, warmUp);
  const results = await alternate(names, (name) =>
    mean(agent, port, name, cookie, requestsPerRound),
  );
  agent.destroy();
  return results;
}

function report({ keys, empty }: Record<PageName, number[]>): number {
  const ratio = medianRatio(keys, empty);
  say(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`);
  say(`The means of ${requestsPerRound} requests over one connection, by round, milliseconds:`);
  console.table(keys.map((mine, round) => ({ keys: mine, empty: empty[round] })));
  say(
    `The API Keys page takes ${ratio.toFixed(2)} times the empty page's time; at most ${maxRatio} is the bar.`,
  );
  return ratio;
}

await runCommand(async ({ add, keep }) => {
  const buildDir = await ensureBuild("bench");
  const stack = await keep(startStack({ buildDir, env: { LOG_LEVEL: "warn" } }));
  Object.assign(process.env, stack.variables);
  add(() => pool().end());
  return report(await measure(stack, await aBusyOwner())) <= maxRatio ? 0 : 1;
}, 1);
