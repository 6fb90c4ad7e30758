/** Runs once when the dashboard starts. A wrong configuration stops it with a sentence, before the first request. */
import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // next-auth must accept any host, because one build serves several; `proxy.ts` lets only our own hosts through
  // (SECURITY D15).
  process.env.AUTH_TRUST_HOST = "1";
  const { checkConfiguration, warnOfConfiguration } = await import("@/lib/web/check-configuration");
  await checkConfiguration(process.env);
  warnOfConfiguration(process.env.HOSTNAME);
  const { nameRequests } = await import("@/lib/web/observe-requests");
  nameRequests();
  const { openDashboardMetrics } = await import("@/lib/web/dashboard-metrics");
  await openDashboardMetrics();
  const { limitConnections, drainAfterSigterm } = await import("@/lib/web/connections");
  limitConnections();
  drainAfterSigterm();
}

/** Logs an error of a page under the incident id that the page shows (G-9). */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("@/lib/web/check-configuration");
  logRequestError(error, request.path, context.routePath);
};
