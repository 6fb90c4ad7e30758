/** Knows when the session ends. Starts from the database's clock; the browser only adds the time since then. */

/** The same as in `lib/web/session-ends.ts`. */
export interface SessionEnds {
  readAt: string;
  endsAt: string;
  lastsUntil: string;
}

/** The time left. */
export interface Left {
  ms: number;
  /** The session has reached its maximum age, so this end cannot be moved (S-3). */
  isFinal: boolean;
}

const warnMs = 2 * 60_000;
/** How often the server is asked while the warning is shown: another tab may have kept the session. */
const askAgainMs = 10_000;

export type Watch = ReturnType<typeof watchSession>;

/**
 * Calls `onChange` with the time left when it is time to warn, and with null when there is nothing to warn of. Before
 * it warns it asks the server, because another tab may have moved the end; asking does not count as activity. When the
 * session has ended, it leads to the login.
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
      // Offline: keep the last known end, and try again later.
    }
    plan();
  }

  const onVisible = () => {
    if (document.visibilityState === "visible") ask();
  };
  document.addEventListener("visibilitychange", onVisible);
  plan();

  return {
    /** Takes newer times from the server. */
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
