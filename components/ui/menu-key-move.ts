/** Where a menu begins: at its first item, or at its last. */
export type MenuKeyMove = "first" | "last";

/**
 * The item that a key leads to from item `at`: arrows go round, Home and End go to the ends, a letter goes to the next item
 * that begins with it. Null: the key is not about moving.
 */
export function menuKeyMove(key: string, at: number, labels: readonly string[]): number | null {
  const count = labels.length;
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (Math.max(at, 0) + count - 1) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (key.length !== 1 || key === " ") return null;
  const starts = (label: string) => label.toLowerCase().startsWith(key.toLowerCase());
  for (let step = 1; step <= count; step++) {
    const next = (Math.max(at, 0) + step) % count;
    if (starts(labels[next] ?? "")) return next;
  }
  return null;
}
