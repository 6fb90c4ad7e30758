/** How long ago something was, in words. Rounded down: it never says more than has passed. */

const units = [
  ["day", 24 * 60 * 60 * 1000],
  ["hour", 60 * 60 * 1000],
  ["minute", 60 * 1000],
] as const;

/** "4 minutes", "3 hours", "2 days". */
export function describeSpan(ms: number): string {
  for (const [unit, unitMs] of units) {
    const count = Math.floor(ms / unitMs);
    if (count >= 1) return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
  }
  return "less than a minute";
}

/** "just now" for less than a minute, and for a time in the future (clocks differ); then "4 minutes ago". */
export function describeAgo(ms: number): string {
  return ms < 60_000 ? "just now" : `${describeSpan(ms)} ago`;
}
