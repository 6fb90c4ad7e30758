/** A point in time on both of the process's clocks. */
export interface Instant {
  /** `performance.now()`: cannot be set, but may stop while the machine is suspended. */
  monotonic: number;
  /** `Date.now()`: goes on while suspended, but can be set. */
  wall: number;
}

export function present(): Instant {
  return { monotonic: performance.now(), wall: Date.now() };
}

/** If the wall clock was set back by more than this, it cannot show whether the machine was suspended. */
const maxSetBackMs = 500;

/**
 * Milliseconds since then, by the clock that shows more: it is safe to overestimate an age, and unsafe to underestimate
 * it.
 */
export function ageOf(then: Instant, monotonic = performance.now()): number {
  const wall = Date.now() - then.wall;
  return wall < -maxSetBackMs
    ? Number.POSITIVE_INFINITY
    : Math.max(monotonic - then.monotonic, wall);
}
