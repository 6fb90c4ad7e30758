/**
 * A whole gateway on this machine: cluster, authorizers, a small API and a real gateway in front, and no dashboard. Keys
 * are made by the builders of lib/testing, whose configuration this becomes.
 */
import { test as base } from "playwright/test";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { startCaddy } from "@/e2e/servers/caddy";
import { startNginx } from "@/e2e/servers/nginx";
import { startUpstream } from "@/e2e/servers/upstream";
import { workerFixture } from "./own-stack";
import { prepareAuthorizers } from "./prepare-authorizers";
import { startRestartable } from "./restartable";

export type Gateway = Awaited<ReturnType<typeof startGateway>>;

type GatewayName = "nginx" | "caddy";

const starts = { nginx: startNginx, caddy: startCaddy };

/** A `test` whose file has a gateway of its own, in a worker process of its own. Skipped where Debian's is missing. */
export function withGateway(name: GatewayName) {
  const start = async () =>
    findTool(name) ? startGateway(name) : { stop: async () => undefined, missing: true };
  return base.extend<{ gateway: Gateway }, { started: Awaited<ReturnType<typeof start>> }>({
    started: workerFixture(start),
    gateway: async ({ started }, use, testInfo) => {
      testInfo.skip(!findTool(name), missingTool(name));
      if ("port" in started) await use(started);
    },
  });
}

/** For tests that hold of every gateway that Debian has and whose file is in deploy/. */
export const gateways = (["nginx", "caddy"] as const).map((name) => ({
  name,
  test: withGateway(name),
}));

export { expect } from "playwright/test";

function startGateway(name: GatewayName) {
  return startTogether(async (cleanups) => {
    const { cluster, buildDir, env } = await prepareAuthorizers(cleanups, {
      durable: false,
      authorizer: { AUTHORIZER_TRUSTED_HOPS: "1", AUTHORIZER_FLUSH_SECONDS: "0.2" },
    });
    const startAuthorizer = () => startRestartable(cleanups, "authorizer", { buildDir, env });
    const authorizers = [await startAuthorizer(), await startAuthorizer()] as const;
    const upstream = await cleanups.keep(startUpstream());
    const { port } = await cleanups.keep(starts[name](authorizers, upstream));
    return { cluster, authorizers, upstream, port };
  });
}
