/**
 * What this process counts and measures about itself. Rooms say here what happened, in plain numbers that cost next to
 * nothing; `lib/metrics` shows them to Prometheus. Labels take few values, all known here or in the code: never an id,
 * an address or anything that a client sent.
 */

interface Description {
  help: string;
  labels: readonly string[];
}

export const counters = {
  keydesk_logins_total: {
    help: "Logins by how they ended: in, code_asked, or the code of the refusal.",
    labels: ["outcome"],
  },
  keydesk_actions_total: {
    help: "Server actions by what they answered.",
    labels: ["outcome"],
  },
  keydesk_sms_total: {
    help: "SMS by what they were for (otp: a code), by gateway (first, fallback) and by what it answered.",
    labels: ["purpose", "gateway", "outcome"],
  },
  keydesk_sim_signals_total: {
    help: "What the mobile operator said of a number before a code: recent-swap (no code is sent), clear, unknown.",
    labels: ["signal"],
  },
  keydesk_messages_total: {
    help: "Tries to send mail and SMS notices, by what came of them.",
    labels: ["channel", "outcome"],
  },
  keydesk_rows_cleaned_total: {
    help: "Rows that were no longer needed and were deleted.",
    labels: ["table"],
  },
  keydesk_hashing_refused_total: {
    help: "Logins and password changes refused because too many waited for their hash.",
    labels: [],
  },
} as const satisfies Record<string, Description>;

export const gauges = {
  keydesk_hashing_busy: "Passwords being hashed.",
  keydesk_hashing_waiting: "Passwords waiting to be hashed.",
} as const;

type CounterName = keyof typeof counters;
export type GaugeName = keyof typeof gauges;
type LabelsOf<Name extends CounterName> = Record<(typeof counters)[Name]["labels"][number], string>;

interface Measured {
  /** By counter, then by its labels as JSON. */
  counts: Map<string, Map<string, number>>;
  gauges: Map<GaugeName, () => number | null>;
}

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one count.
const holder = globalThis as { keydeskMeasured?: Measured };
holder.keydeskMeasured ??= { counts: new Map(), gauges: new Map() };
const measured = holder.keydeskMeasured;

/** Adds `by` to a counter. */
export function count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by = 1): void {
  const counts = measured.counts.get(name) ?? new Map<string, number>();
  measured.counts.set(name, counts);
  const key = JSON.stringify(labels);
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Says how a gauge is read, when Prometheus asks; null: there is nothing to say now. A later call replaces it. */
export function measure(name: GaugeName, read: () => number | null): void {
  measured.gauges.set(name, read);
}

/** Each count of a counter with its labels. */
export function readCounts(name: string): { labels: Record<string, string>; value: number }[] {
  const counts = measured.counts.get(name) ?? new Map<string, number>();
  return [...counts].map(([labels, value]) => ({ labels: JSON.parse(labels), value }));
}

/** Null: nobody measures this here, or there is nothing to say now. */
export function readGauge(name: GaugeName): number | null {
  return measured.gauges.get(name)?.() ?? null;
}
