/** Debian's PgBouncer in transaction mode, configured as `.env.example` tells people to. */
import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { needTool } from "@/bin/check/system-tools";
import { freePort, stopProcess } from "@/bin/stack/servers";
import { isAlive } from "@/db/embedded/postmaster";

export interface PgBouncer {
  port: number;
  /** The same database, through PgBouncer. */
  url: string;
  /** The local ports of its connections to PostgreSQL: what PostgreSQL sees as `client_port`. */
  serverPorts(): Promise<number[]>;
  /** The application names of its clients. */
  clients(): Promise<string[]>;
  stop(): Promise<void>;
}

interface PgBouncerOptions {
  databaseUrl: string;
  /** Default: what `.env.example` says. */
  ignoredParameters?: string;
  poolSize?: number;
}

export async function startPgBouncer(o: PgBouncerOptions): Promise<PgBouncer> {
  const port = await freePort();
  const folder = resolve(".data/pgbouncer", `${port}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // It gives up root's rights at once, and must still read these.
  for (const path of [resolve(".data/pgbouncer"), folder]) chmodSync(path, 0o755);
  writeConfiguration(folder, port, o);
  const logFile = join(folder, "log");
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(needTool("pgbouncer"), [join(folder, "pgbouncer.ini")], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const { pid } = child;
  if (!pid) throw new Error("PgBouncer could not be started.");
  const end = () => child.kill();
  process.once("exit", end);
  const url = new URL(o.databaseUrl);
  url.port = `${port}`;
  const stop = async () => {
    await stopProcess(pid);
    process.off("exit", end);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 10_000;
  while (!(await administer(url, "show version").then(Boolean, () => false))) {
    if (Date.now() > deadline || !isAlive(pid)) {
      const said = readFileSync(logFile, "utf8");
      await stop();
      throw new Error(`PgBouncer did not start: ${said}`);
    }
    await sleep(20);
  }
  return {
    port,
    url: url.href,
    serverPorts: async () =>
      (await administer(url, "show servers")).map((row) => Number(row.local_port)),
    clients: async () =>
      (await administer(url, "show clients")).map((row) => String(row.application_name)),
    stop,
  };
}

/** The parameters that `.env.example` has PgBouncer ignore: what it says is what is tested. */
export function advisedParameters(): string {
  const said = readFileSync(".env.example", "utf8").replace(/\n# /g, " ");
  const list = /ignore_startup_parameters\s*=\s*([a-z_,\s]*[a-z_])/.exec(said)?.[1];
  if (!list) throw new Error(".env.example does not say what PgBouncer must ignore.");
  return list.split(" ")[0] ?? "";
}

function writeConfiguration(folder: string, port: number, o: PgBouncerOptions): void {
  const { port: serverPort, username, password } = new URL(o.databaseUrl);
  const users = join(folder, "users.txt");
  const ignored = o.ignoredParameters ?? advisedParameters();
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
    `default_pool_size = ${o.poolSize ?? 4}`,
    "max_client_conn = 100",
    ...(ignored ? [`ignore_startup_parameters = ${ignored}`] : []),
    // It refuses to run as root.
    ...(process.getuid?.() === 0 ? ["user = nobody"] : []),
  ];
  writeFileSync(join(folder, "pgbouncer.ini"), `${lines.join("\n")}\n`);
  writeFileSync(users, `"${username}" "${password}"\n`);
}

/** Its console speaks only the simple protocol, and knows a database of its own. */
async function administer(address: URL, command: string): Promise<Record<string, unknown>[]> {
  const console = new URL(address.href);
  console.pathname = "/pgbouncer";
  const client = new pg.Client({ connectionString: console.href });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(command)).rows;
  } finally {
    await client.end();
  }
}
