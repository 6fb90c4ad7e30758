"use client";
import { useEffect, useState } from "react";

/** When the browser first saw each server answer, by its monotonic clock. */
const firstSeen = new Map<string, number>();

/**
 * Milliseconds since the browser first saw the answer named `of`, updated every second. Starts at 0, as on the server,
 * so that the first render matches the server's. Does not use the wall clock, which may be wrong.
 */
export function useElapsed(of: string): number {
  const [seen, setSeen] = useState({ of, elapsed: 0 });

  useEffect(() => {
    firstSeen.set(of, firstSeen.get(of) ?? performance.now());
    const tick = () => setSeen({ of, elapsed: elapsedSince(of) });
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [of]);

  return seen.of === of ? seen.elapsed : 0;
}

/** The current value, without a re-render; 0 for an answer that `useElapsed` has not seen. */
export function elapsedSince(of: string): number {
  const start = firstSeen.get(of);
  return start === undefined ? 0 : performance.now() - start;
}
