/**
 * A whole gateway on this machine: cluster, authorizers, a small API and nginx in front, and no dashboard. Keys are
 * made by the builders of lib/testing, whose configuration this becomes.
 */
import { test as base } from "playwright/test";
import { startTogether } from "@/bin/process/cleanups";
import { findFreePort } from "@/bin/process/ports";
import { type Server, startServer } from "@/bin/stack/servers";
import type { EmbeddedServer } from "@/db/embedded/embedded";
import { type Nginx, startNginx } from "@/e2e/servers/nginx";
import { startUpstream, type Upstream } from "@/e2e/servers/upstream";
import { prepareAuthorizers } from "./prepare-authorizers";
import { workerFixture } from "./worker-fixture";

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
  stop(): Promise<void>;
}

/** A `test` whose file has a gateway of its own, in a worker process of its own. */
export function withGateway() {
  return base.extend<object, { gateway: Gateway }>({ gateway: workerFixture(startGateway) });
}

export { expect } from "playwright/test";

function startGateway(): Promise<Gateway> {
  return startTogether(async (cleanups) => {
    const { cluster, buildDir, env } = await prepareAuthorizers(cleanups, {
      authorizer: { AUTHORIZER_TRUSTED_HOPS: "1", AUTHORIZER_FLUSH_SECONDS: "0.2" },
    });
    const authorizers: Gateway["authorizers"] = [
      await makeAuthorizer(buildDir, env),
      await makeAuthorizer(buildDir, env),
    ];
    for (const authorizer of authorizers) {
      cleanups.add(() => authorizer.stop());
      await authorizer.start();
    }
    const upstream = await cleanups.keep(startUpstream());
    const [first, second] = authorizers;
    const ports = { authorizers: [first.port, second.port], api: upstream.port } as const;
    const nginx = await cleanups.keep(startNginx(ports));
    return { cluster, authorizers, upstream, nginx };
  });
}

async function makeAuthorizer(buildDir: string, env: Record<string, string>): Promise<Authorizer> {
  const port = await findFreePort();
  const authorizer: Authorizer = {
    port,
    server: null,
    async start() {
      authorizer.server = await startServer("authorizer", { buildDir, port, env });
    },
    async stop() {
      await authorizer.server?.stop();
      authorizer.server = null;
    },
  };
  return authorizer;
}
