/** The rows of the result as a Markdown table. */
import type { Comparison } from "@/bench/load/contest";

export interface Row {
  cells: string[];
  isMet: boolean;
}

export function ratioRow(
  what: string,
  { ours, theirs, ratio, failed }: Comparison,
  bar: { atLeast: number } | { atMost: number },
  unit: (value: number) => string,
): Row {
  const isMet = "atLeast" in bar ? ratio >= bar.atLeast : ratio <= bar.atMost;
  const cells = [
    failed > 0 ? `${what} (${failed} requests failed)` : what,
    unit(ours),
    unit(theirs),
    ratio.toFixed(ratio >= 10 ? 1 : 2),
    "atLeast" in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`,
  ];
  return { cells, isMet: isMet && failed === 0 };
}

/** A row whose bar is on the authorizer's own value. */
export function limitRow(
  what: string,
  value: number,
  most: number,
  unit: (value: number) => string,
): Row {
  return { cells: [what, unit(value), "", "", `≤ ${unit(most)}`], isMet: value <= most };
}

export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
export const milliseconds = (value: number) => `${value.toFixed(2)} ms`;

export function describeTable(rows: Row[]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const heads = ["", "authorizer", "the other", "ratio", "bar", "met"];
  const body = rows.map(({ cells, isMet }) => line([...cells, isMet ? "yes" : "**no**"]));
  return [line(heads), line(heads.map(() => "---")), ...body].join("\n");
}
