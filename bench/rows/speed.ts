/** Keys that are cached: against the limit, against a route handler, against an authentication library. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare, compete } from "@/bench/load/contest";
import { requireSameAnswers } from "@/bench/load/same-answers";
import { milliseconds, perSecond, type Row, ratioRow } from "@/bench/stage/report";
import { buildNextApp } from "@/bench/stage/servers";
import { poolSize, type Stage } from "@/bench/stage/stage";

export async function measureSpeed(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, memoryEnv } = stage;
  const script = await buildNextApp(join(stage.folder, "next"));
  const authorizer = await stage.startAuthorizer(databases.large);
  const bare = await stage.startOther("bare", memoryEnv);
  const next = await stage.startScript(script, { HOSTNAME: "127.0.0.1", ...memoryEnv });
  const betterAuth = await startBetterAuth(stage);
  const contenders = {
    authorizer: { url: authorizer.url, requests: requests.hot },
    bare: { url: bare.url, requests: requests.hot },
    next: { url: next.url, requests: requests.hot },
    betterAuth,
  };
  await requireSameAnswers(contenders);
  const results = await compete(contenders, options.seconds);
  for (const server of [authorizer, bare, next, betterAuth]) await server.stop();
  const requestsRow = (what: string, other: keyof typeof results, atLeast: number) =>
    ratioRow(
      what,
      compare(results.authorizer, results[other], "perSecond"),
      { atLeast },
      perSecond,
    );
  const tail = compare(results.authorizer, results.bare, "p99");
  return [
    requestsRow("against bare `node:http` with one HMAC and a Map: requests", "bare", 0.75),
    ratioRow("the same: p99", tail, { atMost: 1.5 }, milliseconds),
    requestsRow("against a Next.js route handler, the same check in memory", "next", 15),
    requestsRow("against better-auth's API-key plugin on the same PostgreSQL", "betterAuth", 20),
  ];
}

async function startBetterAuth(stage: Stage) {
  const keysFile = join(stage.folder, "better-auth-keys.txt");
  const server = await stage.startOther("better-auth", {
    DATABASE_URL: stage.databases.empty,
    POOL_SIZE: `${poolSize}`,
    BETTER_AUTH_SECRET: randomBytes(32).toString("base64"),
    KEY_COUNT: `${stage.sets.hot.length}`,
    KEYS_FILE: keysFile,
  });
  const requests = join(stage.folder, "better-auth.txt");
  const keys = readFileSync(keysFile, "utf8").trim().split("\n");
  writeFileSync(requests, keys.map((key) => `X-Api-Key: ${key}\n`).join(""));
  return { ...server, requests };
}
