/** `npm run authorizer`: answers for every API request whether its key may pass. Ends in order on SIGTERM. */
import { runService } from "@/bin/process/cleanups";
import { startAuthorizer } from "@/lib/authorizer/start-authorizer";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makeLog } from "@/lib/core/make-log";

runService(async () => {
  const env = parseAuthorizerEnv(process.env);
  const log = makeLog("authorizer", env.LOG_LEVEL);
  return { log, stop: (await startAuthorizer(env, log)).stop };
});
