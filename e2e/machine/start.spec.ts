/** A wrong configuration stops the start with a sentence; the build holds no secrets and no test code (C-10, P-6, L-16). */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
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
async function start(
  env: Record<string, string | undefined>,
  whenUp: (port: number) => Promise<unknown> = async () => undefined,
): Promise<Outcome> {
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
      if (!`${chunk}`.includes("Ready in")) return;
      const probe = send({ port: Number(PORT), path: "/api/health" });
      probe
        .then(() => whenUp(Number(PORT)))
        .then(
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

test("without a trusted proxy it warns at its start that all clients are one network, unless it listens on loopback (L-10)", async () => {
  // "127.1" is loopback in a spelling that we do not take for it: so the test opens nothing to the network.
  for (const [given, isWarned] of [
    [{ HOSTNAME: "127.1" }, true],
    [{ HOSTNAME: "127.1", TRUSTED_PROXY_HOPS: "1" }, false],
    [{ HOSTNAME: "127.0.0.1" }, false],
  ] as const) {
    const { end, said } = await start({ ...goodEnv(), ...given });
    expect([end, said.includes("TRUSTED_PROXY_HOPS is 0")], said).toEqual(["up", isWarned]);
  }
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
      expect(said, `${value}`).not.toMatch(/\n\s+at |Ready/);
      expect(said.toLowerCase(), `${value}`).not.toContain(canary.slice(0, 20).toLowerCase());
    }
  });
}

test("mistakes are told all at once, a port in use among them, and nothing says that it is ready before (C-10)", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  const { end, said } = await start({
    ...goodEnv(),
    PORT: `${port}`,
    NEXTAUTH_SECRET: canary,
    ORG_HOSTS: `nobody=${canary}.test`,
    OTP_PEPPER: undefined,
  });
  const free = await start({ ...goodEnv(), PORT: `${port}` });
  taken.close();
  expect([end, said]).toEqual([1, expect.stringMatching(/^Keydesk cannot start: [^\n]*\n$/)]);
  for (const name of ["PORT", "NEXTAUTH_SECRET", "ORG_HOSTS", "OTP_PEPPER"])
    expect(said).toMatch(new RegExp(`[:.] ${name} (is|must|names) `));
  expect(said).not.toContain(canary);
  expect(free.said).toBe(
    "Keydesk cannot start: PORT is in use: stop what listens there, or set another one.\n",
  );
});

test("a database that cannot be used stops no start: it is told in words by the log and by /api/ready (R-21)", async () => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.password = canary;
  let ready = "";
  const { end, said } = await start({ ...goodEnv(), DATABASE_URL: url.href }, async (port) => {
    const answer = await send({ port, path: "/api/ready" });
    ready = `${answer.status} ${answer.body}`;
  });
  expect(end, said).toBe("up");
  expect(ready).toMatch(
    /^503 not ready: PostgreSQL refuses the password or the role in DATABASE_URL/,
  );
  expect(said).toMatch(/"why":"PostgreSQL refuses the password or the role in DATABASE_URL/);
  expect(`${ready}${said}`).not.toContain(canary);
});

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
