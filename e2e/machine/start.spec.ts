/** A wrong configuration stops the start with a sentence, before anything is ready (C-10, R-21). */
import { spawn } from "node:child_process";
import { once } from "node:events";
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
  // A stand-in phone and hosts at localhost are a demo's.
  const demo = { KEYDESK_DEMO: "1" };
  // No database answers there: the configuration is checked first.
  return {
    ...makeSecrets(),
    ...sms,
    ...demo,
    DATABASE_URL: `postgres://u:${canary}@127.0.0.1:9/none`,
  };
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

const production = {
  KEYDESK_DEMO: undefined,
  SMS_DRIVER: "http",
  SMS_GATEWAY_URL: "https://gateway.example/send",
  ORG_HOSTS: "razorpay=a.example;curlec=b.example;axis=c.example",
};

test("in production it starts with hosts and a gateway that are real, and refuses those of a demo (C-10)", async () => {
  const real = await start({ ...goodEnv(), ...production });
  expect(real.end, real.said).toBe("up");
  const demo = await start({ ...goodEnv(), KEYDESK_DEMO: undefined });
  expect(demo).toEqual({
    end: 1,
    said: expect.stringMatching(/SMS_DRIVER cannot .*ORG_HOSTS leaves /),
  });
  const permitted = { ...goodEnv(), ...production, ORG_HOSTS: "", ALLOW_INSECURE: "localhost" };
  const { end, said } = await start(permitted);
  expect(end, said).toBe("up");
  expect(said).toContain("ALLOW_INSECURE permits localhost: ");
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

test("a server that gives a known id to another secret is not started, and says each before it is ready (D28)", async () => {
  const { end, said } = await start({ ...goodEnv(), DATABASE_URL: process.env.DATABASE_URL });
  expect([end, said]).toEqual([1, expect.stringMatching(/^Keydesk cannot start: [^\n]*\n$/)]);
  const names = ["NEXTAUTH_SECRET", "KEY_PEPPERS", "PASSWORD_PEPPERS", "OTP_PEPPER"];
  for (const name of names)
    expect(said).toMatch(new RegExp(`[:.] ${name} gives the id \\w+ to another secret`));
});
