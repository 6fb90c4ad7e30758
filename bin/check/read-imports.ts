/** What every source file imports, by a real parser: values and types told apart, dynamic imports included. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { type Node, parseSync } from "oxc-parser";
import { listFiles } from "./list-files";

export interface Import {
  from: string;
  /** A file of ours as a path without its ending ("lib/core/env"), or a package's name ("pg", "node:fs"). */
  to: string;
  isOurs: boolean;
  /** Whether nothing of it is left when the program runs. */
  isType: boolean;
  line: number;
}

/** Stands for the target of a dynamic import that is computed. */
export const unreadable = "?";

/** Written by hand, but found only now and then; asking the whole tree of every file for them would take seconds. */
const rareForms = /\bimport\(|require\(|\bcreateRequire\(|\bvi\.\w+\(/i;

/** Every file of ours that can import. Left out is what Next writes for TypeScript alone. */
export function listSources(): string[] {
  return listFiles([".ts", ".tsx", ".mjs"]).filter((path) => path !== "next-env.d.ts");
}

export function readTree(): Import[] {
  return listSources().flatMap((path) => readImports(path, readFileSync(path, "utf8")));
}

export function readImports(from: string, source: string): Import[] {
  const parsed = parseSync(from, source);
  if (parsed.errors.length > 0) throw new Error(`${from} cannot be parsed.`);
  const found: Import[] = [];
  const add = (specifier: string, start: number, isType: boolean) => {
    const line = source.slice(0, start).split("\n").length;
    found.push({ from, ...resolve(from, specifier), isType, line });
  };
  // "import { type A }" leaves an import behind: only a whole "import type" does not (verbatimModuleSyntax).
  for (const { moduleRequest, start } of parsed.module.staticImports)
    add(moduleRequest.value, start, /^import\s+type\b/.test(source.slice(start)));
  for (const { entries, start } of parsed.module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (request) add(request.value, start, /^export\s+type\b/.test(source.slice(start)));
  }
  if (rareForms.test(source)) readRareForms(parsed.program, add);
  return found;
}

/** Everything that comes in with a program: what its files import as values, and what those import, to the end. Files are without endings. */
export function followImports(entries: string[], imports: Import[]) {
  const byFile = new Map<string, Import[]>();
  for (const found of imports) {
    const from = bare(found.from);
    if (!found.isType) byFile.set(from, [...(byFile.get(from) ?? []), found]);
  }
  const [files, packages] = [new Set(entries), new Set<string>()];
  // A set that grows while it is walked is walked to its new end.
  for (const file of files) {
    for (const { to, isOurs } of byFile.get(file) ?? []) (isOurs ? files : packages).add(to);
  }
  return { files: [...files], packages: [...packages] };
}

type Add = (specifier: string, start: number, isType: boolean) => void;

/** Imports in the middle of a line: `import()` of values and of types, `require`, and Vitest's `vi.mock`. */
function readRareForms(program: Node, add: Add): void {
  for (const node of nodesIn(program)) {
    const { start } = node;
    if (node.type === "ImportExpression") add(textOf(node.source) ?? unreadable, start, false);
    if (node.type === "TSImportType") add(node.source.value, start, true);
    if (node.type === "TSExternalModuleReference") add(node.expression.value, start, false);
    if (node.type === "CallExpression" && loads(node.callee)) {
      const [first] = node.arguments;
      const specifier = first && textOf(first);
      if (specifier) add(specifier, start, false);
    }
  }
}

/** Every node of a tree, from the top. */
export function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if ("type" in value) yield value as Node;
  for (const part of Object.values(value)) yield* nodesIn(part);
}

/** Whether calling it loads what its first argument names: require, createRequire(…).resolve, vi.mock and its like. */
function loads(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "require";
  if (callee.type === "CallExpression") return isNamed(callee.callee, "createRequire");
  if (callee.type !== "MemberExpression") return false;
  const { object } = callee;
  return isNamed(object, "vi") || isNamed(object, "require") || loads(object);
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

function textOf(node: Node): string | null {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : null;
}

function resolve(from: string, specifier: string): { to: string; isOurs: boolean } {
  if (specifier.startsWith("@/")) return { to: bare(specifier.slice(2)), isOurs: true };
  if (specifier.startsWith(".")) return { to: bare(join(dirname(from), specifier)), isOurs: true };
  const [scope = "", name = ""] = specifier.split("/");
  return { to: specifier.startsWith("@") ? `${scope}/${name}` : scope, isOurs: false };
}

function bare(path: string): string {
  return path.replace(/\.(tsx?|mjs|js)$/, "");
}
