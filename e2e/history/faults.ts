/** What goes wrong during a run. Each fault hits, lasts, and is over when its promise resolves. */
import { setTimeout as sleep } from "node:timers/promises";
import { signal } from "@/bin/process/is-alive";
import { type Authorizer, type Authorizers, backendsOf } from "@/e2e/stacks/authorizers";
import { type Fault, instances } from "./history";
import type { Random } from "./random";

export interface Injection {
  name: string;
  /** How much of the system it spoils. */
  hits: "one" | "both";
  run(all: Authorizers, hit: Authorizer, random: Random): Promise<unknown>;
}

const listen = ["keydesk-authorizer-listen"];
const reads = "keydesk-authorizer";
const lastsMs = 2_000;

export const injections: Injection[] = [
  {
    name: "NOTIFY connection cut",
    hits: "one",
    run: async (_, { proxy }, random) => {
      for (let cuts = 0; cuts < 4; cuts++) {
        proxy.cut(listen);
        await sleep(random.between(100, 900));
      }
    },
  },
  {
    name: "NOTIFY backend frozen",
    hits: "one",
    run: async (all, hit) => frozen(await needed(all, hit, listen[0] ?? ""), lastsMs),
  },
  {
    // Over as soon as it began: new connections pass, but nobody says that the old one is dead.
    name: "NOTIFY connection half open",
    hits: "one",
    run: async (_, { proxy }) => {
      proxy.set("dark", listen);
      proxy.set("pass", listen);
    },
  },
  {
    // What was said meanwhile arrives late, and together.
    name: "NOTIFY connection held up",
    hits: "one",
    run: (_, { proxy }) => spoiled(proxy, "hold", listen),
  },
  {
    name: "everything 150 ms late",
    hits: "one",
    run: (_, { proxy }) => spoiled(proxy, { delayMs: 150 }),
  },
  {
    name: "a frozen read backend",
    hits: "one",
    run: async (all, hit) => {
      // Reads happen only while nothing may be remembered.
      hit.proxy.set("refuse", listen);
      try {
        const [first] = await needed(all, hit, reads);
        await frozen(first ? [first] : [], lastsMs);
      } finally {
        hit.proxy.set("pass", listen);
      }
    },
  },
  {
    name: "database hung",
    hits: "one",
    run: (_, { proxy }) => spoiled(proxy, "hold"),
  },
  {
    name: "database unreachable",
    hits: "one",
    run: (_, { proxy }) => spoiled(proxy, "refuse"),
  },
  {
    name: "PostgreSQL killed",
    hits: "both",
    run: async ({ postgres }, _, random) => {
      await postgres.kill();
      await sleep(random.between(200, 1_500));
      await postgres.restart();
    },
  },
  {
    name: "authorizer frozen",
    hits: "one",
    run: (_, hit, random) => frozen([hit.pid], random.between(2_000, 3_000)),
  },
];

/** Runs one fault from its first to its last moment. */
export async function inject(
  { name, hits, run }: Injection,
  all: Authorizers,
  random: Random,
): Promise<Fault> {
  const hit = all[random.pick(instances)];
  const started = performance.now();
  await run(all, hit, random);
  const ended = performance.now();
  return { name, hits: hits === "both" ? [...instances] : [hit.instance], started, ended };
}

async function spoiled(
  proxy: Authorizer["proxy"],
  fate: Parameters<Authorizer["proxy"]["set"]>[0],
  kinds?: string[],
): Promise<void> {
  proxy.set(fate, kinds);
  try {
    await sleep(lastsMs);
  } finally {
    proxy.set("pass", kinds);
  }
}

async function frozen(pids: number[], forMs: number): Promise<void> {
  try {
    for (const pid of pids) signal(pid, "SIGSTOP");
    await sleep(forMs);
  } finally {
    for (const pid of pids) signal(pid, "SIGCONT");
  }
}

/** A fault that hits nothing would prove nothing; right after another one there may be nothing to hit yet. */
async function needed(all: Authorizers, hit: Authorizer, kind: string): Promise<number[]> {
  for (const until = performance.now() + 10_000; performance.now() < until; await sleep(50)) {
    const pids = await backendsOf(all, hit, kind);
    if (pids.length > 0) return pids;
  }
  throw new Error(`${hit.instance} has no connection ${kind} to hit`);
}
