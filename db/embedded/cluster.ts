/** A cluster's creation, and what its starter must remember: port and password, readable by the owner only. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import type { Placement } from "./binaries";

interface Settings {
  port: number;
  password: string;
}

/** The server's programs get nothing of their starter's environment, not even the NODE_ENV that Next's types demand. */
export const programEnv = { PATH: "/usr/bin:/bin", LC_ALL: "C" } as unknown as NodeJS.ProcessEnv;

/** Creates the data beside its place and renames it: an interrupted start leaves no half cluster. */
export function createCluster({ programs, dataDir, runner }: Placement, isDurable: boolean): void {
  const half = `${dataDir}.new-${process.pid}`;
  const passwordFile = `${half}.password`;
  const password = randomBytes(24).toString("hex");
  fs.rmSync(half, { recursive: true, force: true });
  fs.mkdirSync(half, { mode: 0o700 });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [half, passwordFile]) hand(path, runner);
  const initdb = join(programs, "bin", "initdb");
  const options = ["-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--no-instructions"];
  if (!isDurable) options.push("--no-sync");
  const run = spawnSync(
    initdb,
    ["-D", half, `--pwfile=${passwordFile}`, ...options, ...localeOf(initdb)],
    { ...runner, cwd: "/", env: programEnv, encoding: "utf8" },
  );
  fs.rmSync(passwordFile, { force: true });
  if (run.status !== 0) {
    fs.rmSync(half, { recursive: true, force: true });
    const why = run.error?.message ?? run.stderr.trim();
    throw new Error(`PostgreSQL could not create its data in ${dataDir}: ${why}`);
  }
  writeSettings({ runner }, half, { port: 0, password });
  fs.renameSync(half, dataDir);
}

export function readSettings(dataDir: string): Settings {
  return JSON.parse(fs.readFileSync(join(dataDir, "keydesk.json"), "utf8"));
}

/** The built-in locale is the same on every platform; PostgreSQL has it from 17 on. */
function localeOf(initdb: string): string[] {
  const { stdout } = spawnSync(initdb, ["--help"], { env: programEnv, encoding: "utf8" });
  return `${stdout}`.includes("--builtin-locale")
    ? ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    : ["--locale=C.UTF-8"];
}

export function writeSettings(
  { runner }: Pick<Placement, "runner">,
  dataDir: string,
  settings: Settings,
) {
  const path = join(dataDir, "keydesk.json");
  fs.writeFileSync(`${path}.new`, JSON.stringify(settings), { mode: 0o600 });
  hand(`${path}.new`, runner);
  fs.renameSync(`${path}.new`, path);
}

export function hand(path: string, runner: Placement["runner"]): void {
  if (runner.uid !== undefined && runner.gid !== undefined)
    fs.chownSync(path, runner.uid, runner.gid);
}
