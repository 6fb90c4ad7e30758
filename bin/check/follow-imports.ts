/** Everything that comes in with a program: what its files import as values, and what those import, to the end. */
import type { Import } from "./read-imports";

export interface Chain {
  /** Without endings, as in "lib/core/env". */
  files: string[];
  packages: string[];
}

export function followImports(entries: string[], imports: Import[]): Chain {
  const byFile = new Map<string, Import[]>();
  for (const found of imports) {
    const from = found.from.replace(/\.\w+$/, "");
    if (!found.isType) byFile.set(from, [...(byFile.get(from) ?? []), found]);
  }
  const [files, packages] = [new Set(entries), new Set<string>()];
  // A set that grows while it is walked is walked to its new end.
  for (const file of files) {
    for (const { to, isOurs } of byFile.get(file) ?? []) (isOurs ? files : packages).add(to);
  }
  return { files: [...files], packages: [...packages] };
}
