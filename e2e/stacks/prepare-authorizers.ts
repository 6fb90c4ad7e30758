/** What authorizers of a spec's own need before they start. The calling process becomes the dashboard beside them. */
import { bundleAuthorizer } from "@/bin/build/build";
import type { Cleanups } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { authorizerEnv, startOwnDatabase } from "@/bin/stack/database";
import { makeSecrets } from "@/lib/testing/secrets";

type Env = Record<string, string>;

/** `durable`: an acknowledged commit must outlive a kill. */
export async function prepareAuthorizers(
  cleanups: Cleanups,
  o: { durable: boolean; dashboard?: Env; authorizer?: Env },
) {
  const { cluster, databaseUrl } = await startOwnDatabase(cleanups, o);
  const secrets = makeSecrets();
  const sms = { SMS_DRIVER: "inbox", SMS_GATEWAY_URL: "http://127.0.0.1:9/none" };
  Object.assign(process.env, secrets, sms, o.dashboard, { DATABASE_URL: databaseUrl });
  const { folder: buildDir, remove } = makeOwnFolder("authorizers");
  cleanups.add(remove);
  await bundleAuthorizer(buildDir);
  const env = await authorizerEnv(databaseUrl, secrets.KEY_PEPPERS, o.authorizer);
  return { cluster, databaseUrl, buildDir, env };
}
