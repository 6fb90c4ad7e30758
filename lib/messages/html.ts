/**
 * A template tag for HTML. It escapes every inserted string; only results of the tag itself are inserted unescaped
 * (W-19).
 */

export class Html {
  constructor(readonly text: string) {}
}

export type Insert = string | Html | readonly Html[];

/** Safe in element content and in double-quoted attributes. */
export function html(strings: TemplateStringsArray, ...inserts: Insert[]): Html {
  return new Html(
    strings.reduce((made, part, index) => made + render(inserts[index - 1] ?? "") + part),
  );
}

function render(insert: Insert): string {
  if (typeof insert === "string") return escapeHtml(insert);
  if (insert instanceof Html) return insert.text;
  return insert.map(({ text }) => text).join("");
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
