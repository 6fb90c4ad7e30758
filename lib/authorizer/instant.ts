/** A moment on both of the process's clocks. */
export interface Instant {
  /** `performance.now()`: never set, but may stand still while a machine is suspended. */
  monotonic: number;
  /** `Date.now()`: moves on while suspended, but may be set. */
  wall: number;
}

export function present(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** A clock set back by more than this may hide a machine's sleep. */
const maxSetBackMs = 500;

/** Milliseconds since then, by whichever clock saw more: too old is safe, too young is not. */
export function ageOf(then: Instant, monotonic = performance.now()): number {
  const wall = Date.now() - then.wall;
  return wall < -maxSetBackMs
    ? Number.POSITIVE_INFINITY
    : Math.max(monotonic - then.monotonic, wall);
}
