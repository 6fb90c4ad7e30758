/**
 * What `npm run demo` and `npm run dev` have in common: everything from nothing, on embedded PostgreSQL in .data/.
 * Never touches a database that it did not start, and leaves no process behind when it is stopped. Of the two, one
 * runs at a time: the operator's command finds the one that does.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Cleanups, say } from "@/bin/process/cleanups";
import { endLeftover, holderOf, rememberServer, tryLock, unlock } from "@/bin/process/file-lock";
import { findFreePort, isFree } from "@/bin/process/ports";
import { authorizerEnv, makeDatabase, servingUrl } from "@/bin/stack/database";
import type { ServerName } from "@/bin/stack/servers";
import { dashboardEnv, startServers } from "@/bin/stack/stack";
import { pool } from "@/db/client";
import { type EmbeddedServer, startEmbedded } from "@/db/embedded/embedded";
import { startInbox } from "@/lib/testing/inbox/inbox-server";
import { seedDemo } from "./people";
import { demoLock, rememberDemo } from "./place";
import { readDemoSecrets, readSettings, refuseForeignSettings } from "./settings";
import { describeDemo } from "./welcome";

const otpLimits = {
  OTP_RESEND_SECONDS: "5",
  OTP_SENDS_PER_HOUR: "100",
  OTP_SENDS_PER_DAY: "500",
};

interface Kind {
  /** Each keeps its own data. */
  name: "demo" | "dev";
  /** The folder of the build to serve; null: the sources themselves. */
  build(): Promise<string | null>;
  onLine?: (server: ServerName, line: string) => void;
}

/** Ends with an error only: the servers run until they are stopped from outside. */
export async function runDemo(cleanups: Cleanups, { name, build, onLine }: Kind): Promise<never> {
  refuseForeignSettings();
  await takePlace(cleanups, name);
  const { inbox: inboxPort, postgres: postgresPort, orgHosts, ...own } = await readSettings();
  const ports = { ...own, worker: await findFreePort() };
  const secrets = readDemoSecrets(resolve(`.data/${name}.env`));

  say("Starting PostgreSQL.");
  const server = await cleanups.keep(startDatabase(name, postgresPort));
  const databaseUrl = await makeDatabase(server, secrets.database);
  const serving = await servingUrl(databaseUrl, `keydesk_dashboard_${name}`);
  const inbox = await cleanups.keep(startInbox({ port: inboxPort }));
  const env: Record<string, string> = {
    ...dashboardEnv({ ...secrets.env, ...otpLimits }, serving, inbox, ports),
    // Another database is another trail.
    AUDIT_SINK_URL: pathToFileURL(resolve(`.data/${secrets.database}-audit-heads.jsonl`)).href,
    ORG_HOSTS: orgHosts,
  };
  cleanups.add(rememberDemo(env, databaseUrl));

  const buildDir = await build();
  // Only now: the build must not see it.
  Object.assign(process.env, env);
  await seedDemo();
  await pool().end();
  const often = { AUTHORIZER_FLUSH_SECONDS: "1" };
  const login = `keydesk_authorizer_${name}`;
  const authorizer = await authorizerEnv(databaseUrl, env.KEY_PEPPERS ?? "", often, login);
  const servers = await startServers(cleanups, {
    buildDir,
    ports,
    env: { dashboard: env, worker: env, authorizer },
    onStart: (server, pid) => rememberServer(markOf(name, server), pid),
    onLine,
  });
  const urls = { inboxUrl: inbox.url, authorizerUrl: servers.authorizer.url };
  const { dataDir } = server;
  say(describeDemo({ port: ports.dashboard, ...urls, dataDir, orgHosts, otpLimits }));
  return Promise.race(
    Object.entries(servers).map(async ([server, started]) => {
      await started?.exited;
      throw new Error(`The ${server} ended by itself; its log is ${started?.logFile}.`);
    }),
  );
}

const serverNames = ["dashboard", "authorizer", "worker"] as const;
const markOf = (name: string, server: ServerName) => resolve(`.data/${name}-${server}.pid`);

/** Everything of an earlier start that was killed is gone on return, and nobody else starts meanwhile. */
async function takePlace(cleanups: Cleanups, name: string): Promise<void> {
  const lock = demoLock();
  if (!tryLock(lock)) {
    throw new Error(
      `The demo or the development server is already running here (process ${holderOf(lock)}).`,
    );
  }
  cleanups.add(() => unlock(lock));
  for (const server of serverNames) await endLeftover(markOf(name, server));
}

async function startDatabase(name: string, port: number | undefined): Promise<EmbeddedServer> {
  const options = { dataDir: `.data/${name}-pg`, ...(port && { port }) };
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (!port || (await isFree(port))) throw error;
    throw new Error(`Port ${port} is in use: set POSTGRES_PORT to a free one.`);
  }
}
