/**
 * A whole gateway on this machine: cluster, authorizers, a small API and nginx in front, and no dashboard. Keys are
 * made by the builders of lib/testing, whose configuration this becomes.
 */
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { test as base } from "playwright/test";
import { bundleAuthorizer } from "@/bin/build/build";
import { makeCleanups } from "@/bin/process/cleanups";
import { freePort, type Server, startAuthorizer } from "@/bin/stack/servers";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase, type EmbeddedServer } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { type Nginx, startNginx } from "@/e2e/servers/nginx";
import { startUpstream, type Upstream } from "@/e2e/servers/upstream";
import { removeTestCluster, startTestCluster } from "@/lib/testing/database";
import { makePassword, makeSecrets } from "@/lib/testing/secrets";

interface Authorizer {
  readonly port: number;
  /** Null while it is stopped. */
  server: Server | null;
  start(): Promise<void>;
  /** SIGTERM, until the process is gone. */
  stop(): Promise<void>;
}

export interface Gateway {
  cluster: EmbeddedServer;
  authorizers: [Authorizer, Authorizer];
  upstream: Upstream;
  nginx: Nginx;
}

/** A `test` whose file has a gateway of its own, in a worker process of its own. */
export function withGateway() {
  return base.extend<object, { gateway: Gateway }>({
    gateway: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
      async ({}, use) => {
        const cleanups = makeCleanups();
        try {
          await use(await startGateway(cleanups.add));
        } finally {
          await cleanups.run();
        }
      },
      { scope: "worker", auto: true, timeout: 120_000 },
    ],
  });
}

export { expect } from "playwright/test";

async function startGateway(addCleanup: (cleanup: () => unknown) => void): Promise<Gateway> {
  const cluster = await startTestCluster("e2e");
  addCleanup(() => removeTestCluster(cluster));
  await createDatabase(cluster, "keydesk");
  const databaseUrl = cluster.url("keydesk");
  await migrate(databaseUrl);
  const secrets = makeSecrets();
  const sms = { SMS_DRIVER: "inbox", SMS_GATEWAY_URL: "http://127.0.0.1:9/none" };
  Object.assign(process.env, secrets, sms, { DATABASE_URL: databaseUrl });

  const login = { name: "authorizer_login", password: makePassword() };
  const env = {
    AUTHORIZER_DATABASE_URL: await makeAuthorizerLogin(databaseUrl, login),
    AUTHORIZER_TRUSTED_HOPS: "1",
    AUTHORIZER_FLUSH_SECONDS: "0.2",
    KEY_PEPPERS: secrets.KEY_PEPPERS,
  };
  const buildDir = resolve(".data/system", `${process.pid}`);
  addCleanup(() => rmSync(buildDir, { recursive: true, force: true }));
  await bundleAuthorizer(buildDir);
  const authorizers: [Authorizer, Authorizer] = [
    await makeAuthorizer(buildDir, env),
    await makeAuthorizer(buildDir, env),
  ];
  for (const authorizer of authorizers) {
    addCleanup(() => authorizer.stop());
    await authorizer.start();
  }
  const upstream = await startUpstream();
  addCleanup(() => upstream.stop());
  const [first, second] = authorizers;
  const nginx = await startNginx({ authorizers: [first.port, second.port], api: upstream.port });
  addCleanup(() => nginx.stop());
  return { cluster, authorizers, upstream, nginx };
}

async function makeAuthorizer(buildDir: string, env: Record<string, string>): Promise<Authorizer> {
  const port = await freePort();
  const authorizer: Authorizer = {
    port,
    server: null,
    async start() {
      authorizer.server = await startAuthorizer({ buildDir, port, env });
    },
    async stop() {
      await authorizer.server?.stop();
      authorizer.server = null;
    },
  };
  return authorizer;
}
