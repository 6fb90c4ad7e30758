/** Measurements in alternating rounds, so that whatever else the machine does meets all that are compared alike. */
export const rounds = 5;
/** How often each server is started anew. */
export const starts = 3;

/** Runs each of these once a round; every other round the other way around, so that no place in the order is better. */
export async function alternate<Name extends string, T>(
  names: Name[],
  measure: (name: Name) => Promise<T>,
  count = rounds,
): Promise<Record<Name, T[]>> {
  const results = {} as Record<Name, T[]>;
  for (const name of names) results[name] = [];
  for (let round = 0; round < count; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      results[name].push(await measure(name));
  }
  return results;
}

export function medianRatio(ours: number[], theirs: number[]): number {
  return median(ours.map((mine, round) => mine / (theirs[round] ?? Number.NaN)));
}

export function median(values: number[]): number {
  return percentile(values, 0.5);
}

/** The smallest of the values that at least this share of them does not exceed. */
export function percentile(values: number[], share: number): number {
  const at = Math.max(0, Math.ceil(share * values.length) - 1);
  return values.toSorted((a, b) => a - b)[at] ?? Number.NaN;
}
