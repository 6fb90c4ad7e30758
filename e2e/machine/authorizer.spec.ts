/** The authorizer's process as it is deployed: what it asks the database, what it says in its log, how it starts. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { findFreePort } from "@/bin/process/ports";
import { type Server, startServer } from "@/bin/stack/servers";
import { makeLogin } from "@/db/login";
import { expect, test } from "@/e2e/fixtures";
import { startPgProxy } from "@/e2e/servers/pg-proxy";
import { ask } from "@/e2e/wire/ask";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { makePassword } from "@/lib/testing/secrets";

const buildDir = process.env.KEYDESK_E2E_BUILD ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

async function start(databaseUrl: string, env: Record<string, string> = {}): Promise<Server> {
  return startServer("authorizer", {
    buildDir,
    port: await findFreePort(),
    env: {
      AUTHORIZER_DATABASE_URL: databaseUrl,
      KEY_PEPPERS: process.env.KEY_PEPPERS ?? "",
      AUTHORIZER_DRAIN_SECONDS: "0",
      ...env,
    },
  });
}

function login(): Promise<string> {
  const name = `authorizer_${makePassword()}`;
  const login = { name, password: makePassword() };
  return makeLogin(process.env.DATABASE_URL ?? "", "keydesk_authorizer", login);
}

test("a flood of garbage makes no look-up (A-12)", async () => {
  const proxy = await startPgProxy(await login());
  const authorizer = await start(proxy.url, { AUTHORIZER_FLUSH_SECONDS: "3600" });
  const { keyId, secret } = mintCredentials(orgs.razorpay, "live");
  const typo = secret.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const garbage = [
    null,
    "Basic",
    "Basic !!!",
    "Bearer x",
    basic({ keyId, secret: typo }),
    basic({ keyId, secret: `${secret} ` }),
    basic({ keyId: "x".repeat(700), secret: "y" }),
    basic({ keyId: secret, secret: keyId }),
    basic({ keyId: `${keyId}'; drop table api_keys; --`, secret }),
  ];
  proxy.take();
  expect((await ask(authorizer.url, { keyId, secret }, { agent })).status).toBe(401);
  expect(proxy.take().filter((statement) => /join api_keys on/.test(statement))).toHaveLength(1);
  const answers = await Promise.all(
    Array.from({ length: 4_500 }, (_, index) =>
      ask(authorizer.url, garbage[index % garbage.length] ?? null, { agent }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  const statements = proxy.take();
  expect(statements.length).toBeGreaterThan(0);
  // What it says to listen goes on; it neither looks anything up nor writes.
  expect(
    statements.filter((statement) => /join api_keys on|add_key_usage/.test(statement)),
  ).toEqual([]);
  await authorizer.stop();
  await proxy.stop();
});

test("no secret, right or wrong, ever stands in its log (A-18, G-3)", async () => {
  const authorizer = await start(await login(), {
    LOG_LEVEL: "debug",
    AUTHORIZER_FAILURES_PER_MINUTE: "2",
  });
  const logFile = `.data/logs/authorizer-${new URL(authorizer.url).port}.log`;
  const key = await aKey(await anActor());
  const wrong = { ...key, secret: mintCredentials(orgs.razorpay, "test").secret };
  for (const path of ["/authorize", "/v1/whoami", `/authorize?secret=${key.secret}`]) {
    for (const given of [
      key,
      wrong,
      { ...key, secret: `${key.secret} ` },
      { ...key, secret: "typo" },
    ]) {
      const { status } = await ask(authorizer.url, given, { path, agent });
      const passed = path === "/v1/whoami" ? 200 : 204;
      expect(status, path).toBe(given === key ? passed : 401);
    }
  }
  await authorizer.stop();
  const log = readFileSync(logFile, "utf8");
  expect(log).toContain("many failures in a minute");
  expect(log).toContain(key.keyId);
  for (const { secret } of [key, wrong]) {
    for (const text of [secret, basic({ ...key, secret }).slice(6), secret.slice(-20)]) {
      expect(log).not.toContain(text);
    }
  }
});

test("it does not start without its configuration, and says what is missing (C-10)", async () => {
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, [join(buildDir, "authorizer.cjs")], {
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
      encoding: "utf8",
      timeout: 10_000,
    });
  const nothing = run({});
  expect(nothing.status).toBe(1);
  expect(nothing.stderr).toMatch(/AUTHORIZER_DATABASE_URL is missing.*KEY_PEPPERS is missing/);
  const open = run({
    AUTHORIZER_DATABASE_URL: "postgres://a@127.0.0.1:9/x",
    KEY_PEPPERS: process.env.KEY_PEPPERS ?? "",
    AUTHORIZER_HOST: "0.0.0.0",
  });
  expect([open.status, open.stderr]).toEqual([
    1,
    expect.stringMatching(/AUTHORIZER_TOKEN is missing.*AUTHORIZER_TLS_CERT is missing/),
  ]);
});

test("what is permitted by ALLOW_INSECURE is a warning in its log at every start", async () => {
  const authorizer = await start(await login(), { ALLOW_INSECURE: "authorizer,database" });
  const log = readFileSync(`.data/logs/authorizer-${new URL(authorizer.url).port}.log`, "utf8");
  await authorizer.stop();
  for (const name of ["authorizer", "database"])
    expect(log).toContain(`"why":"ALLOW_INSECURE permits ${name}: `);
});

test("its file holds neither Next nor bcryptjs, nor reads the dashboard's secrets (M4, A-13)", () => {
  const text = readFileSync(join(buildDir, "authorizer.cjs"), "utf8");
  for (const name of [
    "bcryptjs",
    "next/dist",
    "react-dom",
    "NEXTAUTH_SECRET",
    "PASSWORD_PEPPERS",
    "OTP_PEPPER",
  ]) {
    expect(text.includes(name), name).toBe(false);
  }
});
