/** A wrong configuration stops the start with a sentence; the build holds no secrets and no test code (C-10, P-6, L-16). */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "@/bin/process/ports";
import { expect, test } from "@/e2e/fixtures";
import { send } from "@/e2e/wire/raw-request";
import { makeSecrets } from "@/lib/testing/secrets";

const buildDir = process.env.KEYDESK_E2E_BUILD ?? "";
const canary = "Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5";

function goodEnv(): Record<string, string> {
  const sms = { SMS_DRIVER: "inbox", SMS_GATEWAY_URL: "http://127.0.0.1:9/messages" };
  // No database answers there: the configuration is checked first.
  return { ...makeSecrets(), ...sms, DATABASE_URL: `postgres://u:${canary}@127.0.0.1:9/none` };
}

interface Outcome {
  end: number | "up";
  said: string;
}

/** Starts the built server with this and nothing else; what it said, and how it ended ("up": it serves). */
async function start(env: Record<string, string | undefined>): Promise<Outcome> {
  const PORT = `${await findFreePort()}`;
  const all = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    HOSTNAME: "127.0.0.1",
    PORT,
    ...env,
  };
  const child = spawn(process.execPath, [join(buildDir, "server.js")], {
    cwd: buildDir,
    env: all as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let isUp = false;
  return new Promise((done) => {
    const hear = (chunk: Buffer) => {
      said += chunk;
      // "Ready" means that the port is open; the first answer waits for the check of the configuration.
      if (!`${chunk}`.includes("Ready in")) return;
      const probe = send({ port: Number(PORT), path: "/api/health" });
      probe.then(
        () => {
          isUp = true;
          child.kill("SIGKILL");
        },
        () => undefined,
      );
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("close", (code) => done({ end: isUp ? "up" : (code ?? -1), said }));
  });
}

test("the server starts with its secrets, a database and a gateway, and needs no more (C-10, D15)", async () => {
  const { end, said } = await start(goodEnv());
  expect(end, said).toBe("up");
});

const wrong: Record<string, (string | undefined)[]> = {
  NEXTAUTH_SECRET: [undefined, "", "short", "A".repeat(44), canary],
  OTP_PEPPER: [undefined, canary.slice(0, 20), canary],
  KEY_PEPPERS: [undefined, canary, `k1:${canary}`, `k1:x,k1:x`],
  PASSWORD_PEPPERS: [undefined, `p1:${canary}`],
  DATABASE_URL: [undefined, `mysql://u:${canary}@127.0.0.1/x`],
  SMS_GATEWAY_URL: [undefined, `https://gateway.test/${canary}`, `file:///${canary}`],
  SMS_DRIVER: [undefined, canary],
  SMS_HTTP_HEADERS: [`{"authorization": ${canary}`],
  ORG_HOSTS: ["nobody=a.test", "axis=localhost"],
  LOGINS_PER_MINUTE: [`${canary}`, "0", "1.5"],
};

for (const [name, values] of Object.entries(wrong)) {
  test(`a missing or weak ${name} stops the start with a sentence that names it, and never its value (C-10)`, async () => {
    for (const value of values) {
      const { end, said } = await start({ ...goodEnv(), [name]: value });
      expect([end, said], `${value}`).toEqual([1, expect.stringContaining(name)]);
      expect(said, `${value}`).not.toMatch(/\n\s+at /);
      expect(said.toLowerCase(), `${value}`).not.toContain(canary.slice(0, 20).toLowerCase());
    }
  });
}

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
  }
}

/** What must be in no file that we ship: code for tests and demos, and every secret of this run. */
const unwanted = [
  "lib/testing",
  "a-long-enough-test-password",
  "correct-horse-demo",
  "FAILPOINT",
  "acme.test",
  "fresh.test",
  "startInbox",
  "KEYDESK_E2E",
];

test("the build holds no test code, no demo people, no fail-points and no secret (P-6, L-16, W-15)", () => {
  const secrets = [
    "NEXTAUTH_SECRET",
    "KEY_PEPPERS",
    "PASSWORD_PEPPERS",
    "OTP_PEPPER",
    "DATABASE_URL",
  ];
  const needles = [
    ...unwanted,
    ...secrets.map((name) => process.env[name]?.split(":").at(-1) ?? name),
  ];
  const found: string[] = [];
  let searched = 0;
  for (const file of filesOf(buildDir)) {
    if (file.startsWith(join(buildDir, "node_modules"))) continue;
    // Marks of the servers that run at this moment: they come and go, and are no part of the build.
    if (file.startsWith(join(buildDir, ".users"))) continue;
    const bytes = readFileSync(file);
    searched++;
    for (const needle of needles) if (bytes.includes(needle)) found.push(`${needle} in ${file}`);
  }
  expect(found).toEqual([]);
  expect(searched).toBeGreaterThan(50);
});

test("the build has none of the project's own tools and tests, and no .env file (P-6)", () => {
  const names = readdirSync(buildDir);
  for (const name of ["e2e", "bench", "bin", ".env", ".data", ".git", "test-results", "db"]) {
    expect(names, name).not.toContain(name);
  }
  const modules = join(buildDir, "node_modules");
  const files = [...filesOf(buildDir)].filter((file) => !file.startsWith(modules));
  expect(files.filter((file) => /\.test\.|\.spec\.|\/\.env|playwright|vitest/.test(file))).toEqual(
    [],
  );
});
