/** What goes wrong during a run. A fault begins when its function is called and is over when that resolves. */
import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf, signal } from "@/bin/process/is-alive";
import type { Authorizer, Authorizers } from "@/e2e/stacks/authorizers";
import { type Fault, instances } from "./history";
import type { Random } from "./random";

type Run = (all: Authorizers, hit: Authorizer, random: Random) => Promise<unknown>;

const listener = "keydesk-authorizer-listen";
const listen = [listener];
const reads = "keydesk-authorizer";
const lastsMs = 2_000;
/** The only fault that both authorizers meet; every other one meets the one that is drawn for it. */
const killed = "PostgreSQL killed";

const runs: Record<string, Run> = {
  "NOTIFY connection cut": async (_, { proxy }, random) => {
    for (let cuts = 0; cuts < 4; cuts++) {
      proxy.cut(listen);
      await sleep(random.between(100, 900));
    }
  },
  "NOTIFY backend frozen": async (all, hit) => frozen(await needed(all, hit, listener)),
  // Over as soon as it began: new connections pass, but nothing tells the process that its old one is dead.
  "NOTIFY connection half open": async (_, { proxy }) => {
    proxy.set("dark", listen);
    proxy.set("pass", listen);
  },
  // The notifications sent meanwhile arrive late, all together.
  "NOTIFY connection held up": (_, { proxy }) => spoiled(proxy, "hold", listen),
  "everything 150 ms late": (_, { proxy }) => spoiled(proxy, { delayMs: 150 }),
  "a frozen read backend": async (all, hit) => {
    // An authorizer reads only while it may not use its cache, which it may not without its NOTIFY connection.
    hit.proxy.set("refuse", listen);
    try {
      const pids = await needed(all, hit, reads);
      await frozen(pids.slice(0, 1));
    } finally {
      hit.proxy.set("pass", listen);
    }
  },
  "database hung": (_, { proxy }) => spoiled(proxy, "hold"),
  "database unreachable": (_, { proxy }) => spoiled(proxy, "refuse"),
  [killed]: async ({ postgres }, _, random) => {
    await postgres.kill();
    await sleep(random.between(200, 1_500));
    await postgres.restart();
  },
  "authorizer frozen": (_, hit, random) =>
    frozen([hit.pid, ...childrenOf(hit.pid)], random.between(2_000, 3_000)),
};

export const injections = Object.entries(runs);

/** Runs one fault from its first to its last moment. */
export async function inject(
  [name, run]: [string, Run],
  all: Authorizers,
  random: Random,
): Promise<Fault> {
  const hit = all[random.pick(instances)];
  const started = performance.now();
  await run(all, hit, random);
  const ended = performance.now();
  return { name, hits: name === killed ? [...instances] : [hit.instance], started, ended };
}

function spoiled(
  proxy: Authorizer["proxy"],
  fate: Parameters<Authorizer["proxy"]["set"]>[0],
  kinds?: string[],
): Promise<void> {
  proxy.set(fate, kinds);
  return sleep(lastsMs).finally(() => proxy.set("pass", kinds));
}

function frozen(pids: number[], forMs = lastsMs): Promise<void> {
  for (const pid of pids) signal(pid, "SIGSTOP");
  return sleep(forMs).finally(() => {
    for (const pid of pids) signal(pid, "SIGCONT");
  });
}

/**
 * The processes that serve this authorizer's connections of one kind. A fault that hits nothing would prove nothing;
 * right after another one there may be nothing to hit yet.
 */
async function needed(all: Authorizers, hit: Authorizer, kind: string): Promise<number[]> {
  for (const until = performance.now() + 10_000; performance.now() < until; await sleep(50)) {
    const rows = await all.postgres.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = $1 and client_port = any($2)",
      [kind, hit.proxy.connections(kind)],
    );
    if (rows.length > 0) return rows.map(({ pid }) => pid);
  }
  throw new Error(`${hit.instance} has no connection ${kind} to hit`);
}
