/** The rows of the result as a Markdown table. */
import type { Comparison } from "@/bench/load/contest";

export interface Row {
  cells: string[];
  isMet: boolean;
  /** No request failed. */
  isRight: boolean;
}

/** Neither: the row is for information. */
export interface Bar {
  atLeast?: number;
  atMost?: number;
}

function describeBar({ atLeast, atMost }: Bar): string {
  if (atLeast !== undefined) return `≥ ${atLeast}`;
  return atMost === undefined ? "" : `≤ ${atMost}`;
}

export function ratioRow(
  what: string,
  { ours, theirs, ratio, spread, failed }: Comparison,
  bar: Bar,
  unit: (value: number) => string,
): Row {
  const { atLeast, atMost } = bar;
  const isMet = ratio >= (atLeast ?? 0) && ratio <= (atMost ?? Number.POSITIVE_INFINITY);
  const short = (value: number) => value.toFixed(value >= 10 ? 1 : 2);
  const cells = [
    failed > 0 ? `${what} (${failed} requests failed)` : what,
    unit(ours),
    unit(theirs),
    short(ratio),
    spread.map(short).join(" … "),
    describeBar(bar),
  ];
  const isRight = failed === 0;
  return { cells, isMet: isMet && isRight, isRight };
}

/** A row whose bar is on the authorizer's own value. */
export function limitRow(
  what: string,
  value: number,
  most: number,
  unit: (value: number) => string,
): Row {
  const cells = [what, unit(value), "", "", "", `≤ ${unit(most)}`];
  return { cells, isMet: value <= most, isRight: true };
}

export const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
export const milliseconds = (value: number) => `${value.toFixed(2)} ms`;

export function describeTable(rows: Row[]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const heads = ["", "authorizer", "the other", "ratio", "middle half", "bar", "met"];
  const body = rows.map(({ cells, isMet }) => line([...cells, isMet ? "yes" : "**no**"]));
  return [line(heads), line(heads.map(() => "---")), ...body].join("\n");
}
