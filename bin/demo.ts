/**
 * `npm run demo`: everything a newcomer needs, from nothing, on embedded PostgreSQL in .data/.
 * Never touches a database that it did not start, and leaves no process behind when it is stopped.
 */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { ensureBuild } from "@/bin/build/build";
import { demoLock, rememberDemo } from "@/bin/demo/place";
import { readDemoSecrets } from "@/bin/demo/secrets";
import { readPort, refuseForeignSettings } from "@/bin/demo/settings";
import { describeDemo } from "@/bin/demo/welcome";
import { makeCleanups } from "@/bin/process/cleanups";
import { holderOf, tryLock, unlock } from "@/bin/process/file-lock";
import { endLeftover, rememberServer } from "@/bin/process/leftover";
import { findFreePort, isFree } from "@/bin/process/ports";
import { type Server, startAuthorizer, startDashboard, startWorker } from "@/bin/stack/servers";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase, type EmbeddedServer, startEmbedded } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { apiUrlsAt } from "@/lib/orgs/api-url";
import { startInbox } from "@/lib/testing/inbox/inbox-server";
import { makePassword } from "@/lib/testing/secrets";

const otpLimits = {
  OTP_RESEND_SECONDS: "5",
  OTP_SENDS_PER_HOUR: "100",
  OTP_SENDS_PER_DAY: "500",
};

const marks = {
  dashboard: resolve(".data/demo-dashboard.pid"),
  authorizer: resolve(".data/demo-authorizer.pid"),
  worker: resolve(".data/demo-worker.pid"),
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

/** A password of this start: only the authorizer that is started now has to know it. */
async function authorizerEnv(databaseUrl: string, secrets: Record<string, string>) {
  const login = { name: "keydesk_authorizer_demo", password: makePassword() };
  return {
    AUTHORIZER_DATABASE_URL: await makeAuthorizerLogin(databaseUrl, login),
    AUTHORIZER_FLUSH_SECONDS: "1",
    AUTHORIZER_DRAIN_SECONDS: "0",
    KEY_PEPPERS: secrets.KEY_PEPPERS ?? "",
  };
}

/** A process of its own: the seed reads its configuration as the dashboard does. */
function seed(env: Record<string, string>): Promise<void> {
  const args = ["--conditions=react-server", "--import", "tsx", "bin/demo/seed.ts"];
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

interface Ports {
  dashboard: number;
  authorizer: number;
  inbox: number;
}

/** One of the servers, remembered across starts and stopped at the end. */
async function serve(name: keyof typeof marks, starting: Promise<Server>): Promise<Server> {
  const server = await keep(starting);
  rememberServer(marks[name], server.pid);
  return server;
}

const logOf = (name: keyof typeof marks) => `.data/logs/demo-${name}.log`;

/** All of one build. Returns what the demo says of them, and what to wait for: none ends by itself. */
async function startServers(ports: Ports, databaseUrl: string, env: Record<string, string>) {
  say("Building the dashboard (only when its sources changed).");
  const { dir: buildDir } = await ensureBuild();
  // Ctrl-C meanwhile: what starts now would be stopped by nobody.
  if (isStopping) return new Promise<never>(() => undefined);
  const given = (name: keyof typeof marks, port: number) => ({
    buildDir,
    port,
    env,
    logFile: logOf(name),
  });
  const servers = {
    authorizer: await serve(
      "authorizer",
      startAuthorizer({
        ...given("authorizer", ports.authorizer),
        env: await authorizerEnv(databaseUrl, env),
      }),
    ),
    worker: await serve("worker", startWorker(given("worker", await findFreePort()))),
    dashboard: await serve("dashboard", startDashboard(given("dashboard", ports.dashboard))),
  };
  const ends = Object.entries(servers).map(([name, { exited }]) => exited.then(() => name));
  return { authorizerUrl: servers.authorizer.url, ended: Promise.race(ends) };
}

/** Everything of an earlier start that was killed is gone on return, and nobody else starts meanwhile. */
async function takePlace(): Promise<void> {
  const lock = demoLock();
  if (!tryLock(lock)) throw new Error(`The demo is already running (process ${holderOf(lock)}).`);
  cleanups.add(() => unlock(lock));
  for (const mark of Object.values(marks)) await endLeftover(mark);
}

async function run(): Promise<void> {
  refuseForeignSettings();
  await takePlace();
  const ports = {
    dashboard: await readPort("DASHBOARD_PORT", 3000),
    authorizer: await readPort("AUTHORIZER_PORT", 3100),
    inbox: await readPort("INBOX_PORT", 3200),
  };
  const secrets = readDemoSecrets(resolve(".data/demo.env"));

  say("Starting PostgreSQL.");
  const server = await keep(startDatabase());
  await createDatabase(server, secrets.database);
  const databaseUrl = server.url(secrets.database);
  await migrate(databaseUrl);

  const inbox = await keep(startInbox({ port: ports.inbox }));
  const orgHosts = process.env.ORG_HOSTS ?? "";
  const env = {
    ...secrets.env,
    ...otpLimits,
    DATABASE_URL: databaseUrl,
    SMS_DRIVER: "inbox",
    SMS_GATEWAY_URL: `${inbox.url}/messages`,
    SMTP_URL: inbox.smtpUrl,
    KEYDESK_DEMO: "1",
    DASHBOARD_ORIGIN: `http://*:${ports.dashboard}`,
    ORG_HOSTS: orgHosts,
    ORG_API_URLS: apiUrlsAt(`http://127.0.0.1:${ports.authorizer}`),
  };
  await seed(env);
  cleanups.add(rememberDemo(env));
  const { authorizerUrl, ended } = await startServers(ports, databaseUrl, env);
  const urls = { inboxUrl: inbox.url, authorizerUrl };
  say(
    describeDemo({ port: ports.dashboard, ...urls, dataDir: server.dataDir, orgHosts, otpLimits }),
  );
  const name = await ended;
  if (!isStopping) {
    throw new Error(`The ${name} ended by itself; its log is .data/logs/demo-${name}.log.`);
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => void stop(0));
await run().catch(async (error) => {
  if (!isStopping) process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  await stop(1);
});
