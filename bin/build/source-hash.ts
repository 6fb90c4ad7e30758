/** One hash over everything that a build is made of: what the bundler reads, and by name what only Next reads. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";

/** Where the bundler begins to read. The last is what makes a build. */
const entries = [
  "proxy.ts",
  "instrumentation.ts",
  "bin/dashboard.ts",
  "bin/authorizer.ts",
  "bin/worker.ts",
  "bin/keydesk.ts",
  "lib/passwords/hash-worker.mjs",
  "bin/build/build.ts",
];
const settings = ["package.json", "package-lock.json", "tsconfig.json"];

/** The same sources, variant and Node version give the same hash; tests are no sources. */
export async function sourceHash(variant = "", root = "."): Promise<string> {
  const pages = listFiles(root, "app").filter((path) => !/\.test\.tsx?$/.test(path));
  const isConfig = (name: string) => /^(?!vitest|playwright|drizzle).+\.config\.\w+$/.test(name);
  const named = [...pages, ...listFiles(root, "public"), ...settings];
  const code = [...entries, ...pages.filter((path) => /\.tsx?$/.test(path))];
  const paths = new Set([
    ...named.filter((path) => existsSync(join(root, path))),
    ...readdirSync(root).filter(isConfig),
    ...(await listInputs(root, code)),
  ]);
  const hash = createHash("sha256").update(`${variant}\0${process.version}\0`);
  for (const path of [...paths].sort()) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Every file of the project that these files import, and their imports, and so on. Types are not imported. */
async function listInputs(root: string, entryPoints: string[]): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: resolve(root),
    entryPoints,
    outdir: ".",
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  return Object.keys(metafile.inputs);
}

function listFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}
