/**
 * `npm run bench:pages`: the API Keys page of a merchant with a long list, beside an empty page behind the same
 * session check, policy and frame. One kept connection, alternating rounds, the median of the rounds' ratios
 * (ECOSYSTEM §4.24). Exits with 1 when the page takes more than twice the empty one's time.
 */
import { Agent, request } from "node:http";
import { cpus } from "node:os";
import { ensureBuild } from "@/bin/build/build";
import { type Stack, startStack } from "@/bin/stack/stack";
import { pool } from "@/db/client";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";

const maxRatio = 2;
const rounds = 5;
const requestsPerRound = 200;
const warmUp = 150;
const pastKeys = 10;

const pages = { keys: "/account-settings/api-keys", empty: "/empty", login: "/login" };
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

/** Milliseconds from the request to the last byte of the answer. */
function time(agent: Agent, port: number, path: string, cookie: string): Promise<number> {
  const host = `razorpay.localhost:${port}`;
  const headers = { host, "accept-encoding": "gzip", ...(cookie ? { cookie } : {}) };
  return new Promise((done, fail) => {
    const start = performance.now();
    const call = request({ agent, host: "127.0.0.1", port, path, headers }, (answer) => {
      if (answer.statusCode !== 200) fail(new Error(`${path} answered ${answer.statusCode}`));
      answer.resume().on("end", () => done(performance.now() - start));
    });
    call.on("error", fail).end();
  });
}

async function mean(times: number, measure: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (let index = 0; index < times; index++) sum += await measure();
  return sum / times;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(stack: Stack, cookie: string): Promise<Record<PageName, number>[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const names = Object.keys(pages) as PageName[];
  const one = (name: PageName) =>
    time(agent, stack.port, pages[name], name === "login" ? "" : cookie);
  for (const name of names) await mean(warmUp, () => one(name));
  const results: Record<PageName, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const result = { keys: 0, empty: 0, login: 0 };
    // Every other round the other way around, so that a drift favours nobody.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      result[name] = await mean(requestsPerRound, () => one(name));
    }
    results.push(result);
  }
  agent.destroy();
  return results;
}

function report(results: Record<PageName, number>[]): number {
  const ratio = median(results.map(({ keys, empty }) => keys / empty));
  const ms = (value: number) => value.toFixed(2).padStart(9);
  const lines = [
    `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`,
    `means of ${requestsPerRound} requests over one connection, milliseconds`,
    "round  API Keys    empty    login    ratio",
    ...results.map(
      ({ keys, empty, login }, index) =>
        `${index + 1}     ${ms(keys)}${ms(empty)}${ms(login)}${ms(keys / empty)}`,
    ),
    `The API Keys page takes ${ratio.toFixed(2)} times the empty page's time; at most ${maxRatio} is the bar.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return ratio;
}

const { dir } = await ensureBuild({ variant: "bench" });
const stack = await startStack({ buildDir: dir, env: { LOG_LEVEL: "warn" } });
try {
  Object.assign(process.env, stack.variables);
  const cookie = await aBusyOwner();
  const ratio = report(await measure(stack, cookie));
  process.exitCode = ratio <= maxRatio ? 0 : 1;
} finally {
  await pool().end();
  await stack.stop();
}
