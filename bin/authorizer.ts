/** `npm run authorizer`: answers for every API request whether its key may pass. Ends in order on SIGTERM. */
import { startAuthorizer } from "@/lib/authorizer/start-authorizer";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makeLog } from "@/lib/core/make-log";

async function run(): Promise<void> {
  const env = parseAuthorizerEnv(process.env);
  const log = makeLog("authorizer", env.LOG_LEVEL);
  const running = await startAuthorizer(env, log);
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    running.stop().then(
      () => process.exit(0),
      (err) => {
        log.error({ err }, "the end was not orderly");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);
}

run().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
