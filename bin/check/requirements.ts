/** Reads the table of requirements and says what is wrong with it. */

export interface Requirement {
  id: string;
  paths: string[];
  proofs: { path: string; title: string }[];
  /** The last column: what proves it, or that nothing does. */
  proved: string;
}

/** "K-10", "D5", "M2": a letter and a hyphen, or one of the two kinds that are written without it. */
const idPattern = /\b(?:[A-Z]-[1-9]\d?|[DM][1-9]\d?)\b/g;
/** What else looks like an id: the path of a drawing ("M4 4h7"). */
const drawing = /\bM\d+ \d+[a-z]/g;

export function citedIds(text: string): Set<string> {
  return new Set(text.replace(drawing, "").match(idPattern));
}

/** The rows "| id | what it asks | where it is built | proved by |". */
export function readRequirements(page: string): Requirement[] {
  return page.split("\n").flatMap((line) => {
    const [, id = "", asks, built, proved, end] = line.split("|");
    if (!/^ (?:[A-Z]-\d+|[DM]\d+) $/.test(id) || !asks || !built || !proved) return [];
    if (end === undefined) throw new Error(`${id.trim()}: a row has four columns`);
    return [readRow(id.trim(), built, proved.trim())];
  });
}

function readRow(id: string, built: string, proved: string): Requirement {
  const proofs = [...proved.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, path = "", title = ""]) => ({
    path,
    title,
  }));
  const paths = [...`${built} ${proved}`.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
  return { id, paths, proofs, proved };
}

/** `read` gives a file's text, or null where there is none; an existing folder has the empty text. */
export function faultsOf(rows: Requirement[], read: (path: string) => string | null): string[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const faults = [
      ...row.paths.filter((path) => read(path) === null).map((path) => `${path} does not exist`),
      ...row.proofs.flatMap(({ path, title }) => faultOfProof(title, path, read(path) ?? "")),
    ];
    if (seen.has(row.id)) faults.push("has two rows");
    if (row.proofs.length === 0 && row.proved !== "not proved yet")
      faults.push('names neither a test nor "not proved yet"');
    if (/not proved yet./.test(row.proved) && !row.proved.startsWith("In part: "))
      faults.push('is proved in part and does not begin with "In part"');
    seen.add(row.id);
    return faults.map((fault) => `${row.id}: ${fault}`);
  });
}

function faultOfProof(title: string, path: string, text: string): string[] {
  if (!/\.(?:test|spec)\.tsx?$/.test(path)) return [`${path} is no test`];
  return text.includes(title) ? [] : [`${path} has no test "${title}"`];
}
