/**
 * `npm run lock:stubs`: completes package-lock.json after it was changed. Where a registry lacks some optional
 * platform packages, npm leaves them out of the lock and then calls it out of sync: `npm ci` fails.
 * A stub says that the package exists, is optional and for which platform. Running it twice changes nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

interface LockEntry {
  version?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const lockFile = "package-lock.json";
const systems = /\b(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|win32)\b/;
const processors = /\b(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|wasm32|x64)\b/;

const lock: { packages: Record<string, LockEntry> } = JSON.parse(readFileSync(lockFile, "utf8"));
const added: string[] = [];

/** What the package's name says about its platform, as "@next/swc-linux-arm64-musl" does. */
function platformOf(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> {
  const words = basename(name).replace("windows", "win32");
  const [os, cpu] = [systems.exec(words)?.[0], processors.exec(words)?.[0]];
  const libc = /\bmusl\b/.test(words) ? "musl" : /\bgnu\b/.test(words) ? "glibc" : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

/** The version that a package gets, found as Node would: in its own folder or any above. */
function lockedVersion(dependant: string, name: string): string | undefined {
  const folders = dependant.split("/node_modules/");
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const path = `${folders.slice(0, depth).join("/node_modules/")}/node_modules/${name}`;
    const found = lock.packages[path];
    if (found) return found.version;
  }
  return lock.packages[`node_modules/${name}`]?.version;
}

for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const locked = lockedVersion(path, name);
    if (!/^\d/.test(version) || locked === version) continue;
    const stub = { version, optional: true, ...platformOf(name) };
    lock.packages[locked ? `${path}/node_modules/${name}` : `node_modules/${name}`] = stub;
    added.push(`${name}@${version}`);
  }
}

for (const entry of Object.values(lock.packages)) delete entry.resolved;
const [root, ...others] = Object.entries(lock.packages);
others.sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries(root ? [root, ...others] : others);
writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} stubs added${added.map((name) => `\n  ${name}`).join("")}\n`);
