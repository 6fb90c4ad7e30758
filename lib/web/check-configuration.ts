import { setTimeout as sleep } from "node:timers/promises";
import { warnOfOwner } from "@/lib/audit/warn-of-owner";
import { readConfiguration } from "@/lib/configuration/read-configuration";
import { env } from "@/lib/core/env";
import { insecureWarnings } from "@/lib/core/insecure";
import { log } from "@/lib/core/log";
import { watchSecrets } from "@/lib/secrets/watch-secrets";
import { sendConsoleToLog } from "./console-to-log";
import { tellTrouble } from "./ready";
import { sharedNetworkWarning } from "./shared-network";

/** A database that takes longer than this is asked again while the dashboard serves. */
const comparisonMs = 3_000;

/**
 * Exits with code 1 and a sentence for each wrong variable if the configuration is wrong (C-10). A build has been
 * checked before Next was loaded (bin/dashboard); this is for what runs from the sources.
 */
export async function checkConfiguration(
  source: Record<string, string | undefined>,
): Promise<void> {
  try {
    readConfiguration(source);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  // biome-ignore lint/style/noProcessEnv: the build puts a constant here. In development people read what Next says.
  if (process.env.NODE_ENV !== "development") sendConsoleToLog();
  // A last safety net (G-9): one broken request must not end the process for everybody.
  process.on("unhandledRejection", (error) => log().error({ err: error }, "unhandled rejection"));
  // A database that is away stops nothing: it is said, and asked for again by `/api/ready`.
  await Promise.race([watchSecrets().start(), sleep(comparisonMs, undefined, { ref: false })]);
  void tellTrouble();
  void warnOfOwner();
}

export function logRequestError(error: unknown, path: string, route: string): void {
  const { digest } = error as { digest?: string };
  log().error({ err: error, incident: digest, path: path.split("?")[0], route }, "request failed");
}

/** Says in the log what is allowed and unwise. `host` is where this server listens. */
export function warnOfConfiguration(host: string | undefined): void {
  const warning = sharedNetworkWarning(env().TRUSTED_PROXY_HOPS, host);
  if (warning) log().warn(warning);
  for (const why of insecureWarnings(env())) log().warn({ why }, "not safe");
}
