/**
 * Two dashboards behind Debian's nginx with deploy/nginx/dashboard.conf and TLS, on the database that all specs share:
 * its people and sessions are known here.
 */
import { readFileSync } from "node:fs";
import { test as base } from "playwright/test";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { startDashboardNginx } from "@/e2e/servers/dashboard-nginx";
import { workerFixture } from "./own-stack";
import { startRestartable } from "./restartable";

export type Dashboards = Awaited<ReturnType<typeof startDashboards>>;

/** A `test` whose file has two dashboards behind nginx, in a worker process of its own. */
export function withDashboards() {
  const isHere = () => findTool("nginx") && findTool("openssl");
  const start = async () => (isHere() ? startDashboards() : { stop: async () => undefined });
  return base.extend<{ site: Dashboards }, { started: Awaited<ReturnType<typeof start>> }>({
    started: workerFixture(start),
    site: async ({ started }, use, testInfo) => {
      testInfo.skip(!findTool("nginx"), missingTool("nginx"));
      testInfo.skip(!findTool("openssl"), missingTool("openssl"));
      if ("port" in started) await use(started);
    },
  });
}

function startDashboards() {
  return startTogether(async (cleanups) => {
    const buildDir = process.env.KEYDESK_E2E_BUILD ?? "";
    const env = {
      ...JSON.parse(process.env.KEYDESK_E2E_CONFIG ?? ""),
      DASHBOARD_ORIGIN: "https://*",
      TRUSTED_PROXY_HOPS: "1",
      DASHBOARD_DRAIN_SECONDS: "2",
    };
    const startDashboard = () => startRestartable(cleanups, "dashboard", { buildDir, env });
    const dashboards = [await startDashboard(), await startDashboard()] as const;
    const nginx = await cleanups.keep(startDashboardNginx(dashboards));
    const tls = { ca: readFileSync(nginx.cert, "utf8"), servername: "razorpay.localhost" };
    return { ...nginx, dashboards, tls };
  });
}
