import { parseArgs } from "node:util";

export interface Options {
  /** Keys in the large table. */
  rows: number;
  /** How long one server is under load in one round. */
  seconds: number;
  /** Not the run that the bars are for. */
  isTrial: boolean;
}

const full = { rows: 10_000_000, seconds: 4 };
const minRows = 10_000;

/** `--rows=` and `--seconds=` make a shorter run. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { rows: { type: "string" }, seconds: { type: "string" } },
  });
  const rows = Number(values.rows ?? full.rows);
  const seconds = Number(values.seconds ?? full.seconds);
  if (!Number.isInteger(rows) || rows < minRows)
    throw new Error(`--rows must be a whole number from ${minRows} on.`);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error("--seconds must be a whole number from 1 on.");
  return { rows, seconds, isTrial: rows < full.rows || seconds < full.seconds };
}
