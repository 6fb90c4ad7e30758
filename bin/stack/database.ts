/** The databases that stacks work on, and the ways into them: that of the owner, of what serves, and the authorizer's. */
import { randomBytes } from "node:crypto";
import type { Cleanups } from "@/bin/process/cleanups";
import { createDatabase, type EmbeddedServer } from "@/db/embedded/embedded";
import { makeLogin } from "@/db/login";
import { migrate } from "@/db/migrate";
import { startTestCluster } from "@/lib/testing/database";
import { makePassword } from "@/lib/testing/secrets";

/** A temporary cluster with one database, migrated. */
export async function startOwnDatabase(cleanups: Cleanups, options = { durable: false }) {
  const cluster = await cleanups.keep(startTestCluster(options));
  return { cluster, databaseUrl: await makeDatabase(cluster, "keydesk") };
}

/** The address of the cluster's database of this name, which exists and is migrated on return. */
export async function makeDatabase(cluster: EmbeddedServer, name: string): Promise<string> {
  await createDatabase(cluster, name);
  await migrate(cluster.url(name));
  return cluster.url(name);
}

/**
 * The address for what serves: the same database for a login that can neither change the audit trail nor migrate. A
 * cluster that lasts names the login.
 */
export function servingUrl(databaseUrl: string, login = `dashboard_${randomName()}`) {
  return makeLogin(databaseUrl, "keydesk_dashboard", aLogin(login));
}

/**
 * What an authorizer needs to know to read this database; `own` is added. Its login has a password that nobody else
 * knows. Roles belong to a cluster, which stacks may share, so each has a name of its own; a cluster that lasts names one.
 */
export async function authorizerEnv(
  databaseUrl: string,
  peppers: string,
  own: Record<string, string> = {},
  login = `authorizer_${randomName()}`,
): Promise<Record<string, string>> {
  const url = await makeLogin(databaseUrl, "keydesk_authorizer", aLogin(login));
  return {
    AUTHORIZER_DATABASE_URL: url,
    AUTHORIZER_DRAIN_SECONDS: "0",
    KEY_PEPPERS: peppers,
    ...own,
  };
}

const randomName = () => randomBytes(6).toString("hex");
const aLogin = (name: string) => ({ name, password: makePassword() });
