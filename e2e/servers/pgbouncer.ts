/** Debian's PgBouncer in transaction mode, configured as `.env.example` tells people to. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { startProcess } from "@/bin/process/start-process";
import { queryOnce } from "@/lib/testing/database";

interface PgBouncerOptions {
  ignoredParameters?: string;
  /** The same server for other logins. */
  others?: string[];
}

export function startPgBouncer(databaseUrl: string, o: PgBouncerOptions = {}) {
  return startTogether(async (cleanups) => {
    const port = await findFreePort();
    const { folder, remove } = makeOwnFolder("pgbouncer");
    cleanups.add(remove);
    // It gives up root's rights at once, and must still read these.
    for (const path of [dirname(folder), folder]) chmodSync(path, 0o755);
    const { ignoredParameters = advisedParameters(), others = [] } = o;
    const logins = [databaseUrl, ...others].map((one) => new URL(one));
    writeConfiguration(folder, port, logins, ignoredParameters);
    const urlOf = (direct: string) => {
      const url = new URL(direct);
      url.port = `${port}`;
      return url.href;
    };
    const url = new URL(urlOf(databaseUrl));
    const starting = startProcess({
      name: "PgBouncer",
      command: needTool("pgbouncer"),
      args: [join(folder, "pgbouncer.ini")],
      env: process.env,
      logFile: join(folder, "log"),
      isReady: () => administer(url, "show version").then(Boolean, () => false),
    });
    await cleanups.keep(starting);
    const list = async (what: "servers" | "clients") => administer(url, `show ${what}`);
    return {
      /** The same database, through PgBouncer. */
      url: url.href,
      urlOf,
      /** The local ports of its connections to PostgreSQL: what PostgreSQL sees as `client_port`. */
      serverPorts: async () => (await list("servers")).map((row) => Number(row.local_port)),
      /** The application names of its clients. */
      clients: async () => (await list("clients")).map((row) => String(row.application_name)),
    };
  });
}

/** The parameters that `.env.example` has PgBouncer ignore: what it says is what is tested. */
export function advisedParameters(): string {
  const said = readFileSync(".env.example", "utf8").replace(/\n# /g, " ");
  const list = /ignore_startup_parameters\s*=\s*([a-z_,\s]*[a-z_])/.exec(said)?.[1];
  if (!list) throw new Error(".env.example does not say what PgBouncer must ignore.");
  return list.split(" ")[0] ?? "";
}

function writeConfiguration(folder: string, port: number, logins: URL[], ignored: string): void {
  const { port: serverPort, username } = logins[0] as URL;
  const users = join(folder, "users.txt");
  const lines = [
    "[databases]",
    `* = host=127.0.0.1 port=${serverPort}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = scram-sha-256",
    `auth_file = ${users}`,
    `admin_users = ${username}`,
    "pool_mode = transaction",
    "default_pool_size = 4",
    "max_client_conn = 100",
    ...(ignored ? [`ignore_startup_parameters = ${ignored}`] : []),
    // It refuses to run as root.
    ...(process.getuid?.() === 0 ? ["user = nobody"] : []),
  ];
  writeFileSync(join(folder, "pgbouncer.ini"), `${lines.join("\n")}\n`);
  const lists = logins.map((login) => `"${login.username}" "${login.password}"\n`);
  writeFileSync(users, lists.join(""));
}

/** Its console speaks only the simple protocol, and knows a database of its own. */
function administer(address: URL, command: string): Promise<Record<string, unknown>[]> {
  const console = new URL(address.href);
  console.pathname = "/pgbouncer";
  return queryOnce(console.href, command);
}
