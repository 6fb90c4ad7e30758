/** A whole Keydesk on this machine: cluster, database, inbox and dashboard, all its own and all temporary. */
import { ensureBuild } from "@/bin/support/build";
import { makeCleanups } from "@/bin/support/cleanups";
import { freePort, startDashboard } from "@/bin/support/process";
import { makeSecrets } from "@/bin/support/secrets";
import { createDatabase } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { startInbox } from "@/lib/sms/inbox-server";
import { removeTestCluster, requireLoopback, startTestCluster } from "@/lib/testing/database";

export interface StackOptions {
  /** Use this database instead of a cluster of its own, for a second dashboard beside the first. */
  databaseUrl?: string;
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
  inboxUrl: string;
  databaseUrl: string;
  /** The cluster's data; null when another stack owns it. */
  dataDir: string | null;
  buildDir: string;
  logFile: string;
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
    const env = {
      ...makeSecrets(),
      ...testLimits,
      SMS_DRIVER: "inbox",
      SMS_GATEWAY_URL: `${inbox.url}/messages`,
      DATABASE_URL: requireLoopback(database.databaseUrl),
      ...o.env,
    };
    const port = await freePort();
    const logFile = o.logFile ?? `.data/logs/dashboard-${port}.log`;
    const dashboard = await startDashboard({ buildDir, port, env, logFile });
    cleanups.add(() => dashboard.stop());
    const { url, pid } = dashboard;
    const stop = cleanups.run;
    return { port, url, pid, inboxUrl: inbox.url, ...database, buildDir, logFile, env, stop };
  } catch (error) {
    await cleanups.run();
    throw error;
  }
}

/** Where the helpers of the specs find a stack: its configuration and addresses, as environment. */
export function stackEnv(stack: Stack): Record<string, string> {
  return {
    ...stack.env,
    KEYDESK_E2E_PORT: `${stack.port}`,
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
