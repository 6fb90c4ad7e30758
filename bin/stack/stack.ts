/**
 * A whole Keydesk on this machine: authorizer, worker and dashboard on one database, with a stand-in phone and mailbox.
 * `startServers` is what the demo, development and tests have in common; `startStack` is the temporary one of tests.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuild } from "@/bin/build/build";
import { type Cleanups, startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { apiUrlsAt } from "@/lib/orgs/api-url";
import { requireLoopback } from "@/lib/testing/database";
import { type Inbox, startInbox } from "@/lib/testing/inbox/inbox-server";
import { makeSecrets, makeSigningKeys } from "@/lib/testing/secrets";
import { authorizerEnv, servingUrl, startOwnDatabase } from "./database";
import { type Server, type ServerName, type ServerOptions, startServer } from "./servers";

type Env = Record<string, string>;

interface ServersOptions extends Omit<ServerOptions, "port" | "env"> {
  ports: Record<ServerName, number>;
  /** Without an environment for it, there is no worker. */
  env: { dashboard: Env; authorizer: Env; worker?: Env };
}

/** The dashboard starts last: once it is ready, everything is. */
export async function startServers(cleanups: Cleanups, { ports, env, ...o }: ServersOptions) {
  const start = (name: ServerName, own: Env): Promise<Server> =>
    cleanups.keep(startServer(name, { ...o, port: ports[name], env: own }));
  const authorizer = await start("authorizer", env.authorizer);
  const worker = env.worker ? await start("worker", env.worker) : null;
  const dashboard = await start("dashboard", env.dashboard);
  return { authorizer, worker, dashboard };
}

/** A dashboard's configuration for a stack on these ports. The database is that of the serving role. */
export function dashboardEnv(
  secrets: Env,
  databaseUrl: string,
  inbox: Inbox,
  { dashboard, authorizer }: Pick<Record<ServerName, number>, "dashboard" | "authorizer">,
): Env {
  return {
    ...secrets,
    DATABASE_URL: databaseUrl,
    // Nobody's requests are on their way when a stack or a demo is stopped.
    DASHBOARD_DRAIN_SECONDS: "0",
    SMS_DRIVER: "inbox",
    SMS_GATEWAY_URL: `${inbox.url}/messages`,
    SMTP_URL: inbox.smtpUrl,
    DASHBOARD_ORIGIN: `http://*:${dashboard}`,
    ORG_API_URLS: apiUrlsAt(`http://127.0.0.1:${authorizer}`),
    // Its stand-in phone and its hosts are nothing for production, which is what a build is.
    KEYDESK_DEMO: "1",
  };
}

export interface StackOptions {
  /**
   * Use this database, as its owner, instead of a cluster of its own, for a second dashboard beside the first; has no
   * worker.
   */
  databaseUrl?: string;
  /** Where the dashboard goes. Default: there, with a login of its own in the serving role. */
  servingDatabaseUrl?: string;
  /** Where the authorizer reads, if that differs: it needs a direct connection, and tests count the dashboard's. */
  authorizerDatabaseUrl?: string;
  /** Added to the dashboard's configuration; overrides everything. */
  env?: Env;
  /** Default: the build that all specs of this run share, else one of the present sources. */
  buildDir?: string;
}

export type Stack = Awaited<ReturnType<typeof startStack>>;

const testLimits = {
  OTP_RESEND_SECONDS: "1",
  OTP_SENDS_PER_HOUR: "1000",
  OTP_SENDS_PER_DAY: "1000",
  LOGINS_PER_MINUTE: "10000",
};

/** Everything is ready on return; what had started is stopped again if one part fails. */
export function startStack(o: StackOptions = {}) {
  return startTogether(async (cleanups) => {
    const buildDir = o.buildDir ?? process.env.KEYDESK_E2E_BUILD ?? (await ensureBuild());
    const own = o.databaseUrl ? null : await startOwnDatabase(cleanups);
    const databaseUrl = requireLoopback(own?.databaseUrl ?? o.databaseUrl ?? "");
    const inbox = await cleanups.keep(startInbox({ port: 0 }));
    const ports = {
      dashboard: await findFreePort(),
      authorizer: await findFreePort(),
      worker: await findFreePort(),
    };
    const secrets = { ...makeSecrets(), ...testLimits, ...(own && aSinkOfHeads(cleanups)) };
    const serving = o.servingDatabaseUrl ?? (await servingUrl(databaseUrl));
    const env = { ...dashboardEnv(secrets, serving, inbox, ports), ...o.env };
    const authorizerUrl = o.authorizerDatabaseUrl ?? databaseUrl;
    const { dashboard, authorizer, worker } = await startServers(cleanups, {
      buildDir,
      ports,
      env: {
        dashboard: env,
        authorizer: await authorizerEnv(authorizerUrl, env.KEY_PEPPERS ?? "", testAuthorizer(env)),
        // A second worker would take the first stack's mail, and write its links with other secrets.
        ...(own && { worker: { ...env, WORKER_POLL_SECONDS: "0.2" } }),
      },
    });
    return {
      port: ports.dashboard,
      authorizerUrl: authorizer.url,
      inboxUrl: inbox.url,
      /** The cluster's data; null when another stack owns it. */
      dataDir: own?.cluster.dataDir ?? null,
      logFile: dashboard.logFile,
      workerLogFile: worker?.logFile ?? null,
      /**
       * For a process that works with this stack: its configuration, and where the helpers of the specs find it. Its
       * database is the owner's, who may move times that the dashboard may not.
       */
      variables: {
        ...env,
        DATABASE_URL: databaseUrl,
        KEYDESK_E2E_CONFIG: JSON.stringify(env),
        KEYDESK_E2E_PORT: `${ports.dashboard}`,
        KEYDESK_E2E_AUTHORIZER: authorizer.url,
        KEYDESK_E2E_AUTHORIZER_PID: `${authorizer.pid}`,
        KEYDESK_E2E_BUILD: buildDir,
        KEYDESK_E2E_PID: `${dashboard.pid}`,
      },
    };
  });
}

/** Where the worker ships the heads of the audit trail: a file that goes with the stack. */
function aSinkOfHeads(cleanups: Cleanups): Env {
  const { folder, remove } = makeOwnFolder("audit-heads");
  cleanups.add(remove);
  const file = pathToFileURL(join(folder, "heads.jsonl"));
  return { AUDIT_SIGNING_KEYS: makeSigningKeys(), AUDIT_SINK_URL: file.href };
}

/** Usage is written at once; what the dashboard was given for an authorizer is the authorizer's. */
function testAuthorizer(env: Env): Env {
  const given = Object.entries(env).filter(([name]) => name.startsWith("AUTHORIZER_"));
  return { AUTHORIZER_FLUSH_SECONDS: "0.2", ...Object.fromEntries(given) };
}

/** The secrets of the stack that all specs share, for a second dashboard on its database. */
export function sharedSecrets(): Env {
  const names = ["NEXTAUTH_SECRET", "KEY_PEPPERS", "PASSWORD_PEPPERS", "OTP_PEPPER"];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ""]));
}
