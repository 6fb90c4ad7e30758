/**
 * The worker as a process: killed between sending and marking, woken by a notification, cut off from PostgreSQL, and
 * ended.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { findFreePort } from "@/bin/process/ports";
import { db, transaction } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import { sendLetter } from "@/lib/outbox/enqueue";
import { registerSecrets } from "@/lib/secrets/check-secrets";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { aSecret } from "@/lib/testing/rings";

const script = `.data/test-worker/${process.pid}.cjs`;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  await build({
    entryPoints: ["bin/worker.ts"],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "cjs",
    conditions: ["react-server"],
    external: ["pg-native"],
    logLevel: "warning",
  });
});
afterAll(() => rmSync(script, { force: true }));
beforeEach(async () => {
  // Deletes other tests' messages. This test worker has its own database and runs one file at a time.
  await db().delete(outbox).where(sql`true`);
});
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
});

async function aLetter(): Promise<string> {
  const to = `p-${randomUUID()}@tests.test`;
  await transaction((tx) =>
    sendLetter(tx, "signup-exists", { orgId: "razorpay", to }, { name: "Asha" }),
  );
  return to;
}

/** It polls once a minute, so whatever it does sooner was caused by a notification. */
function aWorker(env: Record<string, string> = {}): ChildProcess {
  const worker = spawn(process.execPath, [script], {
    env: { ...process.env, WORKER_POLL_SECONDS: "60", NODE_OPTIONS: "", ...env },
    stdio: "ignore",
  });
  workers.push(worker);
  return worker;
}

async function until(isSo: () => Promise<boolean>, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("it did not come to that");
    await sleep(20);
  }
}

const hasCome = (to: string) => async () => (await messagesTo(to)).length > 0;
const theRow = async () => (await db().select().from(outbox))[0];

/**
 * A proxy between worker and mailbox that waits until the mailbox has accepted the mail, and does not pass that answer
 * on.
 */
async function startDeafLine(onTaken: () => void) {
  const target = new URL(process.env.SMTP_URL ?? "");
  const server = createServer((client) => {
    const mailbox = connect(Number(target.port), target.hostname);
    let isData = false;
    for (const end of [client, mailbox]) end.on("error", () => undefined);
    client.pipe(mailbox);
    mailbox.on("data", (chunk) => {
      if (isData && `${chunk}`.startsWith("250")) return onTaken();
      isData ||= /^354/m.test(`${chunk}`);
      client.write(chunk);
    });
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}

test("SIGKILL between sending and marking: the next worker sends again, and one mail has arrived (R-14)", async () => {
  const to = await aLetter();
  let taken = 0;
  const line = await startDeafLine(() => {
    taken++;
    first.kill("SIGKILL");
  });
  const first = aWorker({ SMTP_URL: line.url });
  await new Promise((done) => first.once("exit", done));
  line.close();
  expect(taken).toBe(1);
  expect(await messagesTo(to)).toHaveLength(1);
  expect(await theRow()).toMatchObject({ attempts: 1, sentAt: null });

  // Ends the dead worker's lease, which has the same effect as waiting for it.
  await db().update(outbox).set({ leasedUntil: sql`now()` }).where(sql`true`);
  aWorker();
  await until(async () => (await theRow())?.sentAt != null, 10_000);
  expect(await theRow()).toMatchObject({ attempts: 2, facts: {} });
  expect(await messagesTo(to)).toHaveLength(1);
});

test("a commit wakes it, it survives a restart of PostgreSQL, and SIGTERM ends it cleanly", async () => {
  const worker = aWorker();
  const first = await aLetter();
  await until(hasCome(first), 10_000);
  await until(async () => (await listeners()) === 1, 5_000);
  const second = await aLetter();
  await until(hasCome(second), 5_000);
  // Ends all of its connections, as a restart does.
  await db().execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database()`);
  const third = await aLetter();
  await until(hasCome(third), 10_000);
  worker.kill("SIGTERM");
  expect(await new Promise((done) => worker.once("exit", done))).toBe(0);
});

async function listeners(): Promise<number> {
  const result = await db().execute(sql`select from pg_stat_activity
    where application_name = 'keydesk-worker-listen' and datname = current_database() and query like 'listen%'`);
  return result.rows.length;
}

test("without SMTP_URL it says what is missing and does not start", async () => {
  const worker = spawn(process.execPath, [script], {
    env: { ...process.env, SMTP_URL: "", NODE_OPTIONS: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  worker.stderr.on("data", (chunk) => (said += chunk));
  expect(await new Promise((done) => worker.once("close", done))).toBe(1);
  expect(said).toContain("SMTP_URL is missing");
});

test("with WORKER_METRICS_PORT it tells Prometheus what was sent and what waits", async () => {
  const port = await findFreePort();
  await aLetter();
  aWorker({ WORKER_METRICS_PORT: `${port}` });
  const read = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => null);
    return (await answer?.text())?.split("\n") ?? [];
  };
  const sent = 'keydesk_messages_total{channel="email",outcome="sent"} 1';
  await until(async () => (await read()).includes(sent), 10_000);
  const lines = await read();
  expect(lines.some((line) => line.startsWith("keydesk_outbox_oldest_seconds "))).toBe(true);
  expect(lines).toContain("keydesk_outbox_given_up 0");
});

/** What it says until the words come, and whether it still runs then. */
async function whatIsSaid(env: Record<string, string>, words: RegExp) {
  const worker = spawn(process.execPath, [script], {
    env: { ...process.env, LOG_LEVEL: "warn", NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  workers.push(worker);
  let said = "";
  for (const stream of [worker.stdout, worker.stderr])
    stream.on("data", (chunk) => (said += chunk));
  await until(async () => words.test(said), 10_000).catch(() => undefined);
  return { said, isRunning: worker.exitCode === null };
}

test("a password that is wrong is told in words in its log, and it goes on trying (R-8)", async () => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.password = "canary7f3a9c";
  const words = /"why":"PostgreSQL refuses the password or the role in DATABASE_URL \(28P01\): /;
  const { said, isRunning } = await whatIsSaid({ DATABASE_URL: url.href }, words);
  expect(said).toMatch(words);
  expect(said).not.toContain("canary7f3a9c");
  expect(isRunning).toBe(true);
});

test("a port that is in use is one sentence, before it does anything (C-10)", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => taken.once("listening", done));
  const { port } = taken.address() as AddressInfo;
  const { said } = await whatIsSaid({ WORKER_PORT: `${port}`, LOG_LEVEL: "info" }, /\n$/);
  taken.close();
  expect(said).toMatch(/^Keydesk cannot start: WORKER_PORT is in use: [^\n]*\n$/);
});

test("what is permitted by ALLOW_INSECURE is a warning in its log at every start", async () => {
  const words = /"why":"ALLOW_INSECURE permits smtp: /;
  expect((await whatIsSaid({ ALLOW_INSECURE: "smtp" }, words)).said).toMatch(words);
});

test("with another secret under an id that is known it does not start, and says which (D28)", async () => {
  await registerSecrets();
  const { said } = await whatIsSaid({ NEXTAUTH_SECRET: aSecret() }, /\n$/);
  expect(said).toMatch(/^Keydesk cannot start: NEXTAUTH_SECRET gives the id 0 to another secret/);
});
