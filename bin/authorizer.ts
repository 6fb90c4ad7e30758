/**
 * `npm run authorizer`: answers for every API request whether its key may pass. Ends in order on SIGTERM; with TLS it
 * reads its certificates again on SIGHUP.
 */
import { runService } from "@/bin/process/cleanups";
import { startAuthorizer } from "@/lib/authorizer/start-authorizer";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makePlaceRule } from "@/lib/core/listen-trouble";
import { makeLog } from "@/lib/core/make-log";

runService(async () => {
  const place = { port: "AUTHORIZER_PORT", host: "AUTHORIZER_HOST" };
  const usual = { port: "3100", host: "127.0.0.1" };
  const canListen = await makePlaceRule(process.env, [{ ...place, usual }]);
  const env = parseAuthorizerEnv(process.env, [canListen]);
  const log = makeLog("authorizer", env.LOG_LEVEL);
  return { log, ...(await startAuthorizer(env, log)) };
});
