/**
 * `npm run authorizer`: answers for every API request whether its key may pass. Ends in order on SIGTERM; with TLS it
 * reads its certificates again on SIGHUP.
 */
import cluster from "node:cluster";
import { setFlagsFromString } from "node:v8";
import { runService } from "@/bin/process/cleanups";
import { startPrimary } from "@/lib/authorizer/primary";
import { startAuthorizer } from "@/lib/authorizer/start-authorizer";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makePlaceRule } from "@/lib/core/listen-trouble";
import { makeLog } from "@/lib/core/make-log";

// The heap may grow by so much between two collections, instead of by up to four times: a full cache stays in it, and so
// little of it becomes garbage that more collections cost nothing.
setFlagsFromString("--heap-growing-percent=15");

runService(async () => {
  const place = { port: "AUTHORIZER_PORT", host: "AUTHORIZER_HOST" };
  const usual = { port: "3100", host: "127.0.0.1" };
  // To those that are handed connections the port is taken: by the process that hands them on.
  const rules = cluster.isPrimary ? [await makePlaceRule(process.env, [{ ...place, usual }])] : [];
  const env = parseAuthorizerEnv(process.env, rules);
  const log = makeLog("authorizer", env.LOG_LEVEL);
  const isFirst = env.AUTHORIZER_PROCESSES > 1 && cluster.isPrimary;
  return { log, ...(await (isFirst ? startPrimary : startAuthorizer)(env, log)) };
});
