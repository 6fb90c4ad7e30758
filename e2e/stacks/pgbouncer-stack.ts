/** A Keydesk whose dashboard, and this process, reach PostgreSQL through PgBouncer, and an authorizer that does not. */
import { startTogether } from "@/bin/process/cleanups";
import { servingUrl, startOwnDatabase } from "@/bin/stack/database";
import { startStack } from "@/bin/stack/stack";
import { startPgBouncer } from "@/e2e/servers/pgbouncer";

export type PooledStack = Awaited<ReturnType<typeof startPooledStack>>;

export function startPooledStack() {
  return startTogether(async (cleanups) => {
    // Migrations never go through PgBouncer: they take a lock that belongs to a session.
    const { databaseUrl: directUrl } = await startOwnDatabase(cleanups);
    const serving = await servingUrl(directUrl);
    const pgBouncer = await cleanups.keep(startPgBouncer(directUrl, { others: [serving] }));
    const stack = await cleanups.keep(
      startStack({
        databaseUrl: pgBouncer.url,
        servingDatabaseUrl: pgBouncer.urlOf(serving),
        authorizerDatabaseUrl: directUrl,
      }),
    );
    Object.assign(process.env, stack.variables);
    return {
      pgBouncer,
      /** Past PgBouncer, as a superuser. */
      directUrl,
      authorizerUrl: stack.authorizerUrl,
    };
  });
}
