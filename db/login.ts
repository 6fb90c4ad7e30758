/** Logins in the roles that the migrations make without one: for the authorizer (A-17, D23) and what serves (D27). */
import pg from "pg";

export interface Login {
  name: string;
  password: string;
}

/**
 * Creates the login, or sets this password on the existing one, and puts it into the role. Returns its address. The
 * database must be migrated, and `databaseUrl` be that of a role which may create roles.
 */
export async function makeLogin(
  databaseUrl: string,
  role: "keydesk_authorizer" | "keydesk_dashboard",
  login: Login,
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const name = client.escapeIdentifier(login.name);
    const exists = await client.query("select 1 from pg_roles where rolname = $1", [login.name]);
    if (!exists.rowCount) {
      await client.query(`create role ${name} login`).catch((error) => {
        // Roles belong to the whole cluster, so another database's set-up may have created it meanwhile.
        if (error.code !== "42710" && error.code !== "23505") throw error;
      });
    }
    await client.query(`alter role ${name} password ${client.escapeLiteral(login.password)}`);
    await client.query(`grant ${role} to ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(databaseUrl);
  url.username = login.name;
  url.password = login.password;
  return url.href;
}
