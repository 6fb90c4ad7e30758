/** A ring is a list of secrets by id, so that a secret can be changed while what was made with it lives on (D28). */

/** A value that is given without an id has this one. */
export const unnamedId = "0";

export interface Ring {
  /** The id of the first: it makes what is new. All of the ring still verify. */
  current: string;
  /** In the order in which they are given. */
  ring: ReadonlyMap<string, Buffer>;
}

export function currentSecret({ current, ring }: Ring): Buffer {
  return ring.get(current) as Buffer;
}

/** All secrets, the current one first. */
export function secretsOf({ ring }: Pick<Ring, "ring">): Buffer[] {
  return [...ring.values()];
}
