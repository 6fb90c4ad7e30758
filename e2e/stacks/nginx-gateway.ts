/**
 * A whole gateway on this machine: cluster, authorizers, a small API and nginx in front, and no dashboard. Keys are
 * made by the builders of lib/testing, whose configuration this becomes.
 */
import { test as base } from "playwright/test";
import { startTogether } from "@/bin/process/cleanups";
import { findFreePort } from "@/bin/process/ports";
import { type Server, startServer } from "@/bin/stack/servers";
import { startNginx } from "@/e2e/servers/nginx";
import { startUpstream } from "@/e2e/servers/upstream";
import { workerFixture } from "./own-stack";
import { prepareAuthorizers } from "./prepare-authorizers";

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

/** A `test` whose file has a gateway of its own, in a worker process of its own. */
export function withGateway() {
  return base.extend<object, { gateway: Gateway }>({ gateway: workerFixture(startGateway) });
}

export { expect } from "playwright/test";

function startGateway() {
  return startTogether(async (cleanups) => {
    const { cluster, buildDir, env } = await prepareAuthorizers(cleanups, {
      durable: false,
      authorizer: { AUTHORIZER_TRUSTED_HOPS: "1", AUTHORIZER_FLUSH_SECONDS: "0.2" },
    });
    const startAuthorizer = async () => {
      const port = await findFreePort();
      const start = () => startServer("authorizer", { buildDir, port, env });
      const authorizer = {
        port,
        /** Null while it is stopped. */
        server: (await start()) as Server | null,
        async start() {
          this.server = await start();
        },
        /** SIGTERM, until the process is gone. */
        async stop() {
          await this.server?.stop();
          this.server = null;
        },
      };
      cleanups.add(() => authorizer.stop());
      return authorizer;
    };
    const authorizers = [await startAuthorizer(), await startAuthorizer()] as const;
    const upstream = await cleanups.keep(startUpstream());
    const nginx = await cleanups.keep(startNginx(authorizers, upstream));
    return { cluster, authorizers, upstream, nginx };
  });
}
