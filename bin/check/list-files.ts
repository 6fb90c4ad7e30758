import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Made by tools, or not ours. */
const foreign = ["node_modules", "dist", "test-results"];

/** The project's own files with one of these endings, by their path from the top. */
export function listFiles(endings: string[], folder = "."): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || foreign.includes(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(endings, path);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}
