/**
 * The embedded PostgreSQL: a real server in a process of its own, for the demo, development and tests.
 * - Listens on 127.0.0.1 only, with a password that lives beside the data (0600).
 * - Survives the end of its starter: the next start finds it and adopts it.
 * - Durable unless told otherwise: an acknowledged commit outlives a kill.
 * - A folder holds a whole cluster or none: initialisation happens beside it and is renamed.
 */
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { findFreePort, isFree } from "@/bin/process/ports";
import { startProcess, waitUntilReady } from "@/bin/process/start-process";
import { type Placement, placeCluster } from "./binaries";
import { createCluster, hand, programEnv, readSettings, writeSettings } from "./cluster";
import { clearStaleRecord, findPostmaster, stopPostmaster } from "./postmaster";

export interface EmbeddedServer {
  port: number;
  /** Where the data really is: not always the folder asked for (see binaries.ts). */
  dataDir: string;
  adopted: boolean;
  url(database: string): string;
  /** Returns when the server's process is gone. */
  stop(): Promise<void>;
}

interface Options {
  dataDir: string;
  port?: number;
  /** False: no fsync, for data that may be lost. */
  durable?: boolean;
  /** The folder of another PostgreSQL, with its programs in `bin`. Default: the one that npm installed. */
  programs?: string | undefined;
}

const startTimeoutMs = 60_000;

/** Starts or adopts the folder's server; creates its cluster first if there is none. */
export async function startEmbedded(o: Options): Promise<EmbeddedServer> {
  const isDurable = o.durable ?? true;
  const place = placeCluster(resolve(o.dataDir), o.programs);
  const { dataDir } = place;
  if (!fs.existsSync(join(dataDir, "PG_VERSION"))) createCluster(place, isDurable);
  const settings = readSettings(dataDir);
  const toServer = (port: number, pid: number, adopted: boolean): EmbeddedServer => ({
    port,
    dataDir,
    adopted,
    url: (database) => `postgres://postgres:${settings.password}@127.0.0.1:${port}/${database}`,
    stop: () => stopPostmaster(pid),
  });
  const running = findPostmaster(dataDir);
  if (running) {
    await waitUntilReady(watch(dataDir), running.pid);
    return toServer(running.port, running.pid, true);
  }
  await clearStaleRecord(dataDir);
  const port = o.port ?? ((await isFree(settings.port)) ? settings.port : await findFreePort());
  const pid = await launch(place, port, isDurable);
  writeSettings(place, dataDir, { ...settings, port });
  return toServer(port, pid, false);
}

/** Stops whatever still runs there and deletes the folder. */
export async function removeEmbedded(dataDir: string): Promise<void> {
  const running = findPostmaster(dataDir);
  if (running) await stopPostmaster(running.pid);
  fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}

/** Creates the database, as a copy of the template if one is named; nothing happens when it exists. */
export async function createDatabase(server: EmbeddedServer, name: string, template?: string) {
  await administer(server, async (client) => {
    const source = template ? ` template ${quoteName(template)}` : "";
    await client.query(`create database ${quoteName(name)}${source}`).catch((error) => {
      // It exists, or someone else was quicker: the outcome is the same.
      if (error.code !== "42P04" && error.code !== "23505") throw error;
    });
  });
}

export async function dropDatabase(server: EmbeddedServer, name: string): Promise<void> {
  await administer(server, (client) =>
    client.query(`drop database if exists ${quoteName(name)} with (force)`),
  );
}

async function launch(place: Placement, port: number, isDurable: boolean): Promise<number> {
  const { programs, dataDir, runner } = place;
  const state = watch(dataDir);
  fs.appendFileSync(state.logFile, "", { mode: 0o600 });
  hand(state.logFile, runner);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"];
  settings.push("log_timezone=UTC", "log_checkpoints=off", "max_connections=200");
  if (!isDurable) settings.push("fsync=off", "full_page_writes=off", "synchronous_commit=off");
  const { pid } = await startProcess({
    ...state,
    command: join(programs, "bin", "postgres"),
    args: ["-D", dataDir, "-p", `${port}`, ...settings.flatMap((setting) => ["-c", setting])],
    ...runner,
    cwd: "/",
    env: programEnv,
    stop: stopPostmaster,
    outlivesStarter: true,
  });
  return pid;
}

/** How a start of this folder's server is watched. */
function watch(dataDir: string) {
  const isReady = (pid: number) => {
    const running = findPostmaster(dataDir);
    return running?.pid === pid && running.isReady;
  };
  const logFile = join(dataDir, "server.log");
  return { name: "PostgreSQL", logFile, isReady, readyTimeoutMs: startTimeoutMs };
}

async function administer(server: EmbeddedServer, work: (client: Client) => Promise<unknown>) {
  const client = new Client({ connectionString: server.url("postgres") });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function quoteName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new Error(`"${name}" is no database name here.`);
  return `"${name}"`;
}
