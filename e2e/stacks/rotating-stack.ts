/**
 * Two dashboards, two authorizers and a worker on one database, which are restarted one after the other with another
 * configuration. The calling process has the first configuration and the owner's way into the database.
 */
import { test as base } from "playwright/test";
import { ensureBuild } from "@/bin/build/build";
import { startTogether } from "@/bin/process/cleanups";
import { findFreePort } from "@/bin/process/ports";
import { authorizerEnv, servingUrl, startOwnDatabase } from "@/bin/stack/database";
import { type Server, type ServerName, startServer } from "@/bin/stack/servers";
import { dashboardEnv } from "@/bin/stack/stack";
import { pool } from "@/db/client";
import { queryOnce } from "@/lib/testing/database";
import { startInbox } from "@/lib/testing/inbox/inbox-server";
import { workerFixture } from "./own-stack";

type Env = Record<string, string>;
export type RotatingStack = Awaited<ReturnType<typeof startRotatingStack>>;

/** A `test` for one file. `secrets`: those of the first configuration. */
export function withRotatingStack(secrets: Env) {
  return base.extend<object, { stack: RotatingStack }>({
    stack: workerFixture(() => startRotatingStack(secrets)),
  });
}

export { expect } from "playwright/test";

const limits = { LOGINS_PER_MINUTE: "10000", OTP_RESEND_SECONDS: "1", OTP_SENDS_PER_HOUR: "1000" };
const names: ServerName[] = ["authorizer", "authorizer", "worker", "dashboard", "dashboard"];

function startRotatingStack(secrets: Env) {
  return startTogether(async (cleanups) => {
    const buildDir = process.env.KEYDESK_E2E_BUILD ?? (await ensureBuild());
    const { databaseUrl } = await startOwnDatabase(cleanups);
    const inbox = await cleanups.keep(startInbox({ port: 0 }));
    const ports = await Promise.all(names.map(() => findFreePort()));
    const [authorizer = 0, , , dashboard = 0] = ports;
    const logins = async () => {
      const { AUTHORIZER_DATABASE_URL = "" } = await authorizerEnv(databaseUrl, "");
      return { DATABASE_URL: await servingUrl(databaseUrl), AUTHORIZER_DATABASE_URL };
    };
    const first = dashboardEnv({ ...secrets, ...limits }, "", inbox, { dashboard, authorizer });
    let env: Env = {
      ...first,
      WORKER_POLL_SECONDS: "0.2",
      AUTHORIZER_DRAIN_SECONDS: "0",
      DASHBOARD_DRAIN_SECONDS: "0.5",
      ...(await logins()),
      ...secrets,
    };
    Object.assign(process.env, env, { DATABASE_URL: databaseUrl, KEYDESK_E2E_BUILD: buildDir });
    cleanups.add(() => pool().end());

    const servers: Server[] = [];
    const start = async (n: number) => {
      const name = names[n] as ServerName;
      servers[n] = await startServer(name, { buildDir, port: ports[n] ?? 0, env });
    };
    for (const n of names.keys()) {
      await start(n);
      cleanups.add(() => servers[n]?.stop());
    }
    const portsOf = (name: ServerName) => ports.filter((_, n) => names[n] === name);
    return {
      authorizers: portsOf("authorizer"),
      dashboards: portsOf("dashboard"),
      /** Every process in turn; `whileNoWorker` runs in between: what it queues is sent with the new configuration. */
      async restartWith(changes: Env, whileNoWorker: () => Promise<void> = async () => undefined) {
        env = { ...env, ...changes };
        for (const [n, name] of names.entries()) {
          await servers[n]?.stop();
          if (name === "worker") await whileNoWorker();
          await start(n);
        }
      },
      /** New logins for what serves and for the authorizer, beside those in use. */
      logins,
      query: (text: string) => queryOnce(databaseUrl, text),
    };
  });
}
