/** One hash over everything that a build is made of. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folders = ["app", "components", "lib", "db", "public", "bin/keydesk"];
const files = [
  "bin/authorizer.ts",
  "bin/keydesk.ts",
  "bin/demo/place.ts",
  "bin/worker.ts",
  "proxy.ts",
  "instrumentation.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];

/** The same sources, variant and Node version give the same hash; tests are no sources. */
export function sourceHash(variant = ""): string {
  const configs = readdirSync(".").filter((name) => /\.config\.\w+$/.test(name));
  const sources = [...folders.flatMap(listFiles), ...files, ...configs].filter(isSource).sort();
  const hash = createHash("sha256").update(`${variant}\0${process.version}\0`);
  for (const path of sources) {
    const content = readOptional(path);
    if (content) hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function isSource(path: string): boolean {
  return !/\.test\.tsx?$/.test(path) && !/^(lib\/testing\/|vitest|playwright|drizzle)/.test(path);
}

function readOptional(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
