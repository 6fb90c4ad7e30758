/** The rows of the result, as a table to read and as Markdown: the same text. */
import type { Comparison } from "@/bench/load/contest";

export interface Row {
  what: string;
  authorizer: string;
  against: string;
  ratio: string;
  bar: string;
  isMet: boolean;
}

interface Bar {
  atLeast?: number;
  atMost?: number;
}

/** A row whose bar is on the ratio. */
export function ratioRow(
  what: string,
  { ours, theirs, ratio, failed }: Comparison,
  bar: Bar,
  unit: (value: number) => string,
): Row {
  const isMet = ratio >= (bar.atLeast ?? 0) && ratio <= (bar.atMost ?? Number.POSITIVE_INFINITY);
  return {
    what: failed > 0 ? `${what} (${failed} requests failed)` : what,
    authorizer: unit(ours),
    against: unit(theirs),
    ratio: ratio.toFixed(ratio >= 10 ? 1 : 2),
    bar: bar.atLeast === undefined ? `≤ ${bar.atMost}` : `≥ ${bar.atLeast}`,
    isMet: isMet && failed === 0,
  };
}

/** A row whose bar is on the authorizer's own value. */
export function limitRow(
  what: string,
  value: number,
  most: number,
  unit: (value: number) => string,
): Row {
  const isMet = value <= most;
  return { what, authorizer: unit(value), against: "", ratio: "", bar: `≤ ${unit(most)}`, isMet };
}

export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
export const milliseconds = (value: number) => `${value.toFixed(2)} ms`;
export const megabytes = (value: number) => `${Math.round(value)} MB`;
export const plain = (value: number) => `${value}`;

const heads = ["", "authorizer", "the other", "ratio", "bar", "met"];

/** A Markdown table whose columns also line up in a terminal. */
export function describeTable(rows: Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.authorizer,
    row.against,
    row.ratio,
    row.bar,
    row.isMet ? "yes" : "**no**",
  ]);
  const widths = heads.map((head, column) =>
    Math.max(3, ...[head, ...cells.map((row) => row[column] ?? "")].map((cell) => cell.length)),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [line(heads), rule, ...cells.map(line)].join("\n");
}
