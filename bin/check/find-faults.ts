/** Holds imports against the table of layers (layers.ts). */
import { groups, harness, layers, packages } from "./layers";
import { type Import, unreadable } from "./read-imports";

interface Entry {
  /** As it stands in the table, for messages. */
  word: string;
  row: string;
  isType: boolean;
  /** The group that the row stands for here, if any. */
  group: string | null;
}

const isTest = /\.test\.tsx?$/;
/** The project's own folder has no name; its tools' configuration may use the tools. */
const toolConfig = /^(playwright|drizzle|vitest|postcss)\.config\.\w+$/;

/** The row that a file belongs to: the longest one that its path begins with. Null: no row knows its folder. */
function rowOf(path: string): string | null {
  if (isTest.test(path)) return path.startsWith("components/") ? "tests of components" : "tests";
  if (!path.includes("/")) return ".";
  const rows = Object.keys(layers).filter((row) => path.startsWith(`${row}/`));
  return rows.sort((a, b) => b.length - a.length)[0] ?? null;
}

export function findFaults(imports: Import[]): string[] {
  return imports.flatMap((found) => {
    const fault = found.isOurs ? faultOfFile(found) : faultOfPackage(found);
    return fault ? [`${found.from}:${found.line}: ${fault}`] : [];
  });
}

function faultOfFile({ from, to, isType }: Import): string | null {
  const [row, target] = [rowOf(from), rowOf(to)];
  if (row === null) return `no row of the table knows the folder of ${from}`;
  if (target === null) return `no row of the table knows the folder of ${to}`;
  if (row === target) return null;
  const entries = entriesOf(row).filter((entry) => entry.row === target);
  if (entries.some((entry) => isType || !entry.isType)) return null;
  return entries.length > 0
    ? `${row} may import types of ${target}, but ${to} comes in as a value`
    : `${row} may not import ${target} (${to}), not even a type`;
}

function faultOfPackage({ from, to, isType }: Import): string | null {
  const row = rowOf(from);
  if (row === null) return `no row of the table knows the folder of ${from}`;
  if (harness.includes(row) || toolConfig.test(from) || isBuiltIn(to)) return null;
  if (to === unreadable) return "a dynamic import whose target cannot be read";
  const words = (packages[to] ?? "").split(" ");
  if (words.includes(row) || (isType && words.includes(`type:${row}`))) return null;
  return `${row} may not import the package ${to}`;
}

/** What the tables allow and nobody needs; or allow as a value where types are enough. */
export function findUnused(imports: Import[]): string[] {
  const used = new Set<string>();
  for (const { from, to, isOurs, isType } of imports) {
    const arrow = `${rowOf(from)} → ${isOurs ? rowOf(to) : to}`;
    used.add(`type:${arrow}`);
    if (!isType) used.add(arrow);
  }
  const rows = Object.keys(layers);
  /** Each word of the tables beside what it allows; a word that stands for a group comes once for each member. */
  const allowed = [
    ...rows.flatMap((from) =>
      entriesOf(from).flatMap(({ word, row, isType, group }) => {
        const arrow = `${from} → ${row}`;
        const own = [`${from}: ${word}`, isType ? `type:${arrow}` : arrow] as const;
        return group ? [own, [`${group}: ${row}`, `type:${arrow}`] as const] : [own];
      }),
    ),
    ...Object.entries(packages).flatMap(([name, words]) =>
      wordsOf(words).map((word) => [`${name}: ${word}`, `${word} → ${name}`] as const),
    ),
  ];
  const needed = new Set(allowed.filter(([, arrow]) => used.has(arrow)).map(([word]) => word));
  return [
    ...rows.filter((row) => !imports.some(({ from }) => rowOf(from) === row)),
    ...new Set(allowed.map(([word]) => word).filter((word) => !needed.has(word))),
  ];
}

function entriesOf(row: string): Entry[] {
  return wordsOf(layers[row]).flatMap((word): Entry[] => {
    const [name, isType] = [nameOf(word), isTypeWord(word)];
    const members = groups[name];
    if (members === undefined) return [{ word, row: name, isType, group: null }];
    return wordsOf(members).map((member) => ({ word, row: member, isType, group: name }));
  });
}

const isTypeWord = (word: string) => word.startsWith("type:");
const nameOf = (word: string) => word.replace(/^type:/, "");

function wordsOf(text = ""): string[] {
  return text.split(" ").filter(Boolean);
}

function isBuiltIn(name: string): boolean {
  return name.startsWith("node:");
}
