import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { apiUrlOf } from "@/lib/orgs/api-url";
import { findOrgByHost } from "@/lib/orgs/find-org";
import { orgUrl } from "@/lib/orgs/org-url";
import { checkDltTemplates } from "@/lib/sms/dlt-templates";
import { sharedNetworkWarning } from "./shared-network";

/** Exits with code 1 and a sentence that names the variable if the configuration is wrong (C-10). */
export function checkConfiguration(): void {
  try {
    env();
    findOrgByHost("localhost");
    apiUrlOf("razorpay");
    orgUrl({ id: "razorpay" });
    checkDltTemplates();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  // A last safety net (G-9): one broken request must not end the process for everybody.
  process.on("unhandledRejection", (error) => log().error({ err: error }, "unhandled rejection"));
}

export function logRequestError(error: unknown, path: string, route: string): void {
  const { digest } = error as { digest?: string };
  log().error({ err: error, incident: digest, path: path.split("?")[0], route }, "request failed");
}

/** Says in the log what is allowed and unwise. `host` is where this server listens. */
export function warnOfConfiguration(host: string | undefined): void {
  const warning = sharedNetworkWarning(env().TRUSTED_PROXY_HOPS, host);
  if (warning) log().warn(warning);
}
