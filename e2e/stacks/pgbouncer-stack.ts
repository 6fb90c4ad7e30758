/** A Keydesk whose dashboard, and this process, reach PostgreSQL through PgBouncer, and an authorizer that does not. */

import { stackEnv, startStack } from "@/bin/stack/stack";
import { makeAuthorizerLogin } from "@/db/authorizer-login";
import { createDatabase } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { type PgBouncer, startPgBouncer } from "@/e2e/servers/pgbouncer";
import { removeTestCluster, startTestCluster } from "@/lib/testing/database";
import { makePassword } from "@/lib/testing/secrets";

export interface PooledStack {
  pgBouncer: PgBouncer;
  /** Past PgBouncer, as a superuser. */
  directUrl: string;
  authorizerUrl: string;
}

export async function startPooledStack(
  addCleanup: (cleanup: () => unknown) => void,
): Promise<PooledStack> {
  const cluster = await startTestCluster("e2e");
  addCleanup(() => removeTestCluster(cluster));
  await createDatabase(cluster, "keydesk");
  const directUrl = cluster.url("keydesk");
  // Never through PgBouncer: it takes a lock that belongs to a session.
  await migrate(directUrl);
  const pgBouncer = await startPgBouncer({ databaseUrl: directUrl });
  addCleanup(() => pgBouncer.stop());

  const login = { name: "authorizer_login", password: makePassword() };
  const env = { AUTHORIZER_DATABASE_URL: await makeAuthorizerLogin(directUrl, login) };
  // The build that all specs share, if there is one by now.
  const buildDir = process.env.KEYDESK_E2E_BUILD;
  const own = buildDir ? { buildDir } : {};
  const stack = await startStack({ databaseUrl: pgBouncer.url, env, ...own });
  addCleanup(() => stack.stop());
  Object.assign(process.env, stackEnv(stack));
  return { pgBouncer, directUrl, authorizerUrl: stack.authorizerUrl };
}
