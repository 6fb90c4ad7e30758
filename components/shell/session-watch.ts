/** Knows when the session ends, on the database's clock: the browser only adds what has passed since. */

/** As `lib/web/session-ends` serves it. */
export interface SessionEnds {
  readAt: string;
  endsAt: string;
  lastsUntil: string;
}

/** What is left, in milliseconds. */
export interface Left {
  ms: number;
  /** The session is as old as sessions get: nothing moves this end (S-3). */
  isFinal: boolean;
}

const warnMs = 2 * 60_000;
/** While the warning stands: another tab may have gone on. */
const askAgainMs = 10_000;

export type Watch = ReturnType<typeof watchSession>;

/**
 * Tells `onChange` what is left when it is time to warn, and null when it is not (any more). Before it warns it asks
 * the server, since another tab may have moved the end; asking is no activity. At the end it leads to the login.
 */
export function watchSession(served: SessionEnds, onChange: (left: Left | null) => void) {
  let ends = served;
  let readHere = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const left = (): Left => ({
    ms: Date.parse(ends.endsAt) - Date.parse(ends.readAt) - (performance.now() - readHere),
    isFinal: Date.parse(ends.lastsUntil) - Date.parse(ends.endsAt) < 1000,
  });

  function plan() {
    clearTimeout(timer);
    if (isStopped) return;
    const now = left();
    onChange(now.ms <= warnMs ? now : null);
    const next = now.ms <= warnMs ? Math.min(now.ms, askAgainMs) : now.ms - warnMs;
    timer = setTimeout(ask, Math.max(next, 0) + 1000);
  }

  async function ask() {
    try {
      const answer = await fetch("/api/auth/session", { cache: "no-store" });
      const { expires } = (await answer.json()) as { expires?: string };
      if (answer.ok && !expires) return location.assign("/login");
      if (expires) ends = { ...ends, endsAt: expires };
    } catch {
      // Offline: what was known last still holds, and the next try comes.
    }
    plan();
  }

  const onVisible = () => {
    if (document.visibilityState === "visible") ask();
  };
  document.addEventListener("visibilitychange", onVisible);
  plan();

  return {
    /** The server has just said it. */
    update(newer: SessionEnds) {
      ends = newer;
      readHere = performance.now();
      plan();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    },
  };
}
