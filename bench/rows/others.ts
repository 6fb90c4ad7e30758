/** Keys that are cached, against what a team would otherwise use: a route handler, an authentication library. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compare, compete } from "@/bench/load/contest";
import { requireSameAnswers } from "@/bench/load/same-answers";
import { perSecond, type Row, ratioRow } from "@/bench/stage/report";
import { buildNextApp } from "@/bench/stage/servers";
import { poolSize, type Stage } from "@/bench/stage/stage";

export async function measureOthers(stage: Stage): Promise<Row[]> {
  const { options, requests, databases, memoryEnv } = stage;
  const script = await buildNextApp(join(stage.folder, "next"), {
    "app/authorize/route.js": "next-route.ts",
  });
  const nextEnv = { HOSTNAME: "127.0.0.1", ...memoryEnv };
  const contenders = {
    authorizer: { start: () => stage.startAuthorizer(databases.large), requests: requests.hot },
    next: { start: () => stage.startScript(script, nextEnv), requests: requests.hot },
    betterAuth: prepareBetterAuth(stage),
  };
  // They are far apart: one start is enough to tell.
  const results = await compete(contenders, {
    roundSeconds: options.seconds,
    onReady: requireSameAnswers,
    starts: 1,
  });
  const against = (what: string, other: "next" | "betterAuth", atLeast: number) =>
    ratioRow(
      what,
      compare(results.authorizer, results[other], "perSecond"),
      { atLeast },
      perSecond,
    );
  return [
    against("against a Next.js route handler, the same check in memory", "next", 15),
    against("against better-auth's API-key plugin on the same PostgreSQL", "betterAuth", 20),
  ];
}

function prepareBetterAuth(stage: Stage) {
  const keysFile = join(stage.folder, "better-auth-keys.txt");
  const requests = join(stage.folder, "better-auth.txt");
  const start = async () => {
    const server = await stage.startOther("better-auth", {
      DATABASE_URL: stage.databases.empty,
      POOL_SIZE: `${poolSize}`,
      BETTER_AUTH_SECRET: randomBytes(32).toString("base64"),
      KEY_COUNT: `${stage.sets.hot.length}`,
      KEYS_FILE: keysFile,
    });
    const keys = readFileSync(keysFile, "utf8").trim().split("\n");
    writeFileSync(requests, keys.map((key) => `X-Api-Key: ${key}\n`).join(""));
    return server;
  };
  return { start, requests };
}
