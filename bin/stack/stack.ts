/** A whole Keydesk on this machine: cluster, inbox, authorizer, worker and dashboard, all its own and all temporary. */
import { ensureBuild } from "@/bin/build/build";
import { makeCleanups } from "@/bin/process/cleanups";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { apiUrlsAt } from "@/lib/orgs/api-url";
import { removeTestCluster, requireLoopback, startTestCluster } from "@/lib/testing/database";
import { startInbox } from "@/lib/testing/inbox/inbox-server";
import { makePassword, makeSecrets } from "@/lib/testing/secrets";
import { freePort, startAuthorizer, startDashboard, startWorker } from "./servers";

export interface StackOptions {
  /** Use this database instead of a cluster of its own, for a second dashboard beside the first; has no worker. */
  databaseUrl?: string;
  /** Where the authorizer reads, if that differs: it needs a direct connection, and tests count the dashboard's. */
  authorizerDatabaseUrl?: string;
  /** Added to the dashboard's configuration; overrides everything. */
  env?: Record<string, string>;
  /** Default: a build of the present sources. */
  buildDir?: string;
  /** Where the dashboard's output goes. */
  logFile?: string;
}

export interface Stack {
  port: number;
  /** The dashboard on 127.0.0.1, which is no brand's host: for readiness and raw requests. */
  url: string;
  pid: number;
  authorizerUrl: string;
  authorizerPid: number;
  inboxUrl: string;
  databaseUrl: string;
  /** The cluster's data; null when another stack owns it. */
  dataDir: string | null;
  buildDir: string;
  logFile: string;
  /** Null: it has no worker. */
  workerLogFile: string | null;
  /** What the dashboard was configured with. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const testLimits = {
  OTP_RESEND_SECONDS: "1",
  OTP_SENDS_PER_HOUR: "1000",
  OTP_SENDS_PER_DAY: "1000",
  LOGINS_PER_MINUTE: "10000",
};

/** Everything is ready on return; what had started is stopped again if one part fails. */
export async function startStack(o: StackOptions = {}): Promise<Stack> {
  const cleanups = makeCleanups();
  try {
    const buildDir = o.buildDir ?? (await ensureBuild()).dir;
    const database = o.databaseUrl
      ? { databaseUrl: o.databaseUrl, dataDir: null }
      : await startDatabase(cleanups.add);
    const inbox = await startInbox({ port: 0 });
    cleanups.add(() => inbox.stop());
    const secrets = makeSecrets();
    const authorizerPort = await freePort();
    const port = await freePort();
    const env = {
      ...secrets,
      ...testLimits,
      ORG_API_URLS: apiUrlsAt(`http://127.0.0.1:${authorizerPort}`),
      DASHBOARD_ORIGIN: `http://*:${port}`,
      SMS_DRIVER: "inbox",
      SMS_GATEWAY_URL: `${inbox.url}/messages`,
      SMTP_URL: inbox.smtpUrl,
      DATABASE_URL: requireLoopback(database.databaseUrl),
      ...o.env,
    };
    const authorizer = await startAuthorizer({
      buildDir,
      port: authorizerPort,
      env: await authorizerEnv(
        o.authorizerDatabaseUrl ?? database.databaseUrl,
        env.KEY_PEPPERS,
        o.env,
      ),
    });
    cleanups.add(() => authorizer.stop());
    // A second worker would take the first stack's mail, and write its links with other secrets.
    const workerPort = o.databaseUrl ? null : await freePort();
    const workerLogFile = workerPort === null ? null : `.data/logs/worker-${workerPort}.log`;
    if (workerPort !== null && workerLogFile !== null) {
      const options = { buildDir, port: workerPort, env: workerEnv(env), logFile: workerLogFile };
      const worker = await startWorker(options);
      cleanups.add(() => worker.stop());
    }
    const logFile = o.logFile ?? `.data/logs/dashboard-${port}.log`;
    const dashboard = await startDashboard({ buildDir, port, env, logFile });
    cleanups.add(() => dashboard.stop());
    const { url, pid } = dashboard;
    const stop = cleanups.run;
    const urls = { url, authorizerUrl: authorizer.url, inboxUrl: inbox.url };
    const pids = { pid, authorizerPid: authorizer.pid };
    return { port, ...pids, ...urls, ...database, buildDir, logFile, workerLogFile, env, stop };
  } catch (error) {
    await cleanups.run();
    throw error;
  }
}

/** Usage is written at once, and an end need not be seen coming by gateways that are not there. */
async function authorizerEnv(
  databaseUrl: string,
  peppers: string,
  given: Record<string, string> = {},
): Promise<Record<string, string>> {
  // Roles belong to the cluster, which stacks may share: each has a login of its own.
  const login = { name: `authorizer_${makePassword()}`, password: makePassword() };
  const ours = Object.entries(given).filter(([name]) => name.startsWith("AUTHORIZER_"));
  return {
    AUTHORIZER_DATABASE_URL: await makeAuthorizerLogin(databaseUrl, login),
    KEY_PEPPERS: peppers,
    AUTHORIZER_FLUSH_SECONDS: "0.2",
    AUTHORIZER_DRAIN_SECONDS: "0",
    ...Object.fromEntries(ours),
  };
}

/** The dashboard's configuration, and no waiting. */
function workerEnv(env: Record<string, string>): Record<string, string> {
  return { ...env, WORKER_POLL_SECONDS: "0.2" };
}

/** Where the helpers of the specs find a stack: its configuration and addresses, as environment. */
export function stackEnv(stack: Stack): Record<string, string> {
  return {
    ...stack.env,
    KEYDESK_E2E_CONFIG: JSON.stringify(stack.env),
    KEYDESK_E2E_PORT: `${stack.port}`,
    KEYDESK_E2E_AUTHORIZER: stack.authorizerUrl,
    KEYDESK_E2E_AUTHORIZER_PID: `${stack.authorizerPid}`,
    KEYDESK_E2E_INBOX: stack.inboxUrl,
    KEYDESK_E2E_BUILD: stack.buildDir,
    KEYDESK_E2E_PID: `${stack.pid}`,
  };
}

/** The secrets of the stack that all specs share, for a second dashboard on its database. */
export function sharedSecrets(): Record<string, string> {
  const names = ["NEXTAUTH_SECRET", "KEY_PEPPERS", "PASSWORD_PEPPERS", "OTP_PEPPER"];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
}

async function startDatabase(addCleanup: (cleanup: () => unknown) => void) {
  const server = await startTestCluster("e2e");
  addCleanup(() => removeTestCluster(server));
  await createDatabase(server, "keydesk");
  await migrate(server.url("keydesk"));
  return { databaseUrl: server.url("keydesk"), dataDir: server.dataDir };
}
