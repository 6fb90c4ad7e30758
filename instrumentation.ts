/** Runs once when a server starts: a wrong configuration stops it with a sentence, before any request. */
import type { Instrumentation } from "next";

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  // One build serves many hosts, and `proxy.ts` lets only our own Host through (SECURITY D15).
  process.env.AUTH_TRUST_HOST = "1";
  const { checkConfiguration } = await import("@/lib/web/check-configuration");
  checkConfiguration();
}

/** What a page could not do, under the incident id that the page shows (G-9). */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("@/lib/web/check-configuration");
  logRequestError(error, request.path, context.routePath);
};
