/**
 * `npm run demo`: everything a newcomer needs, from nothing, on embedded PostgreSQL in .data/.
 * Never touches a database that it did not start, and leaves no process behind when it is stopped.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createDatabase, type EmbeddedServer, startEmbedded } from "@/db/embedded";
import { isFree } from "@/db/free-port";
import { migrate } from "@/db/migrate";
import { startInbox } from "@/lib/sms/inbox-server";
import { ensureBuild } from "./support/build";
import { makeCleanups } from "./support/cleanups";
import { readDemoSecrets } from "./support/demo-secrets";
import { describeDemo } from "./support/demo-welcome";
import { holderOf, tryLock, unlock } from "./support/file-lock";
import { endLeftover, rememberServer } from "./support/leftover";
import { startDashboard } from "./support/process";

const otpLimits = {
  OTP_RESEND_SECONDS: "5",
  OTP_SENDS_PER_HOUR: "100",
  OTP_SENDS_PER_DAY: "500",
};

const cleanups = makeCleanups();
let isStopping = false;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function stop(code: number): Promise<never> {
  if (isStopping) return new Promise(() => undefined);
  isStopping = true;
  await cleanups.run().catch((error) => {
    say(String(error));
    code = 1;
  });
  process.exit(code);
}

/** Also stops what is still starting when the end comes. */
function keep<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  cleanups.add(async () => (await starting.catch(() => null))?.stop());
  return starting;
}

function refuseForeignSettings(): void {
  for (const name of ["NODE_ENV", "DATABASE_URL"]) {
    const value = process.env[name];
    if (name === "NODE_ENV" ? value === "production" : value) {
      throw new Error(
        `The demo uses a database of its own and is not for production: unset ${name}.`,
      );
    }
  }
}

async function readPort(name: string, fallback: number): Promise<number> {
  const port = Number(process.env[name] || fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port number.`);
  }
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use: set ${name} to a free one.`);
  return port;
}

async function startDatabase(): Promise<EmbeddedServer> {
  const wanted = process.env.POSTGRES_PORT;
  const options = { dataDir: ".data/demo-pg", ...(wanted ? { port: Number(wanted) } : {}) };
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (!wanted || (await isFree(Number(wanted)))) throw error;
    throw new Error(`Port ${wanted} is in use: set POSTGRES_PORT to a free one.`);
  }
}

/** A process of its own: the seed reads its configuration as the dashboard does. */
function seed(env: Record<string, string>): Promise<void> {
  const args = ["--conditions=react-server", "--import", "tsx", "bin/seed-demo.ts"];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done() : fail(new Error("The demo's people could not be created; see above.")),
    );
  });
}

async function run(): Promise<void> {
  refuseForeignSettings();
  const lock = resolve(".data/demo.lock");
  if (!tryLock(lock)) throw new Error(`The demo is already running (process ${holderOf(lock)}).`);
  cleanups.add(() => unlock(lock));
  const serverMark = resolve(".data/demo-dashboard.pid");
  await endLeftover(serverMark);
  const port = await readPort("DASHBOARD_PORT", 3000);
  const inboxPort = await readPort("INBOX_PORT", 3200);
  const secrets = readDemoSecrets(resolve(".data/demo.env"));

  say("Starting PostgreSQL.");
  const server = await keep(startDatabase());
  await createDatabase(server, secrets.database);
  const databaseUrl = server.url(secrets.database);
  await migrate(databaseUrl);

  const inbox = await keep(startInbox({ port: inboxPort }));
  const orgHosts = process.env.ORG_HOSTS ?? "";
  const env = {
    ...secrets.env,
    ...otpLimits,
    DATABASE_URL: databaseUrl,
    SMS_DRIVER: "inbox",
    SMS_GATEWAY_URL: `http://127.0.0.1:${inboxPort}/messages`,
    KEYDESK_DEMO: "1",
    ORG_HOSTS: orgHosts,
  };
  await seed(env);

  say("Building the dashboard (only when its sources changed).");
  const { dir } = await ensureBuild();
  if (isStopping) return;
  const logFile = ".data/logs/demo-dashboard.log";
  const dashboard = await keep(startDashboard({ buildDir: dir, port, env, logFile }));
  rememberServer(serverMark, dashboard.pid);
  say(describeDemo({ port, inboxUrl: inbox.url, dataDir: server.dataDir, orgHosts, otpLimits }));
  await dashboard.exited;
  if (!isStopping) throw new Error(`The dashboard ended by itself; its log is ${logFile}.`);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void stop(0));
await run().catch(async (error) => {
  if (!isStopping) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  await stop(1);
});
