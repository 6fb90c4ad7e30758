/**
 * `npm run bench:pages`: the server's time for the API Keys page with few and many keys, beside an empty page behind the
 * same session check, policy and frame, and for that one beside a bare page of Next with the same nonce policy. One kept
 * connection each, alternating rounds, the medians of the neighbouring rounds' ratios (ECOSYSTEM §4.24). Exits with 1
 * when a bar is missed.
 */
import { Agent } from "node:http";
import { cpus } from "node:os";
import { alternate, median, medianRatio } from "@/bench/load/rounds";
import { buildNextApp, startScript } from "@/bench/stage/servers";
import { ensureBuild } from "@/bin/build/build";
import { type Cleanups, runCommand, say } from "@/bin/process/cleanups";
import { portOf, send } from "@/bin/process/http";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { startStack } from "@/bin/stack/stack";
import { pool } from "@/db/client";
import { aKey, aReplacement, pastKeys } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";

const requestsPerRound = 200;
const warmUp = 150;

interface Page {
  port: number;
  path: string;
  cookie: string;
}

/** [page, what it is measured by, at most so many times its time]; without a number it is for information. */
const bars: [page: string, other: string, most?: number][] = [
  ["two keys", "empty", 1.3],
  ["a hundred past keys", "empty", 1.6],
  ["ten thousand past keys", "a hundred past keys"],
  ["empty", "bare Next", 1.3],
];

/** The cookie of an owner whose Test mode has a current, a retiring and so many past keys. */
async function anOwner(past: number): Promise<string> {
  const member = await aMember({ mobile: true });
  const session = await aSession(member, { otp: true });
  const actor = await actorOf(member, session);
  const key = await aKey(actor);
  await pastKeys(actor, past);
  await aReplacement(actor, key, "in-24-hours");
  return `${sessionCookieName}=${await encodeSession(session.sid)}`;
}

/** The mean milliseconds of so many requests, each until the answer's last byte. */
async function mean(agent: Agent, { port, path, cookie }: Page, times: number): Promise<number> {
  const headers = { host: `razorpay.localhost:${port}`, "accept-encoding": "gzip", cookie };
  let sum = 0;
  for (let index = 0; index < times; index++) {
    const { status, ms } = await send({ agent, port, path, headers });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    sum += ms;
  }
  return sum / times;
}

async function measure(pages: Record<string, Page>): Promise<Record<string, number[]>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const page = (name: string) => pages[name] as Page;
  for (const name of Object.keys(pages)) await mean(agent, page(name), warmUp);
  const results = await alternate(Object.keys(pages), (name) =>
    mean(agent, page(name), requestsPerRound),
  );
  agent.destroy();
  return results;
}

function report(results: Record<string, number[]>): boolean {
  say(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`);
  say(`The medians of the rounds' means of ${requestsPerRound} requests over one connection:`);
  for (const [name, values] of Object.entries(results))
    say(`  ${name}: ${median(values).toFixed(2)} ms`);
  const verdicts = bars.map(([page, other, most]) => {
    const ratio = medianRatio(results[page] ?? [], results[other] ?? []);
    const isMet = most === undefined || ratio <= most;
    const bar = most === undefined ? "" : `, at most ${most}: ${isMet ? "met" : "missed"}`;
    say(`${page} against ${other}: ${ratio.toFixed(2)}${bar}`);
    return isMet;
  });
  return !verdicts.includes(false);
}

async function startBare({ keep, add }: Cleanups): Promise<Page> {
  const { folder, remove } = makeOwnFolder("bench-pages");
  add(remove);
  const script = await buildNextApp(folder, {
    "app/page.js": "page/page.tsx",
    "app/layout.js": "page/layout.tsx",
    "proxy.js": "page/proxy.ts",
  });
  const { url } = await keep(startScript(script, { HOSTNAME: "127.0.0.1" }));
  return { port: portOf(url), path: "/", cookie: "" };
}

await runCommand(async (cleanups) => {
  const bare = await startBare(cleanups);
  const buildDir = await ensureBuild("bench");
  const stack = await cleanups.keep(startStack({ buildDir, env: { LOG_LEVEL: "warn" } }));
  Object.assign(process.env, stack.variables);
  cleanups.add(() => pool().end());
  const keys = async (past: number) => ({
    port: stack.port,
    path: "/account-settings/api-keys",
    cookie: await anOwner(past),
  });
  const two = await keys(0);
  const pages = {
    "two keys": two,
    "a hundred past keys": await keys(100),
    "ten thousand past keys": await keys(10_000),
    empty: { ...two, path: "/empty" },
    "bare Next": bare,
  };
  return report(await measure(pages)) ? 0 : 1;
}, 1);
