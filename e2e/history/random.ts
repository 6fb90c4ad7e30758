/** Seeded choices, so that a run's plan can be had again: KEYDESK_SEED=<the printed number>. */
import { randomInt } from "node:crypto";

export interface Random {
  /** At least `from`, below `to`. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** An independent stream: what others draw does not change it. */
  fork(name: string): Random;
}

export function chooseSeed(): number {
  const given = Number.parseInt(process.env.KEYDESK_SEED ?? "", 10);
  return Number.isNaN(given) ? randomInt(2 ** 31) : given;
}

export function makeRandom(seed: number): Random {
  const next = mulberry32(seed);
  const index = (length: number) => Math.floor(next() * length);
  return {
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (items) => {
      if (items.length === 0) throw new Error("there is nothing to pick from");
      return items[index(items.length)] as (typeof items)[number];
    },
    shuffle: (items) => {
      const rest = [...items];
      return Array.from({ length: rest.length }, () => rest.splice(index(rest.length), 1)).flat();
    },
    fork: (name) => {
      let mixed = seed;
      for (const char of name) mixed = Math.imul(mixed ^ char.charCodeAt(0), 0x01000193);
      return makeRandom(mixed);
    },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
