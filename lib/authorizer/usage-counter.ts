import type { FailureCause } from "@/db/schema/usage";

/** The counts for one key and one clock hour. */
export interface UsageEntry {
  keyId: string;
  hour: number;
  requests: number;
  /** `performance.now()` of the last request that passed, or of the last failure if none passed. */
  lastAt: number;
  address: string | null;
  failures: Partial<Record<FailureCause, number>> | null;
}

/** Failures with the same key, cause and address. */
export interface FailureEntry {
  keyId: string;
  cause: FailureCause;
  address: string;
  attempts: number;
  lastAt: number;
}

export interface Usage {
  used: UsageEntry[];
  failed: FailureEntry[];
  /** `performance.now()` of the oldest count. */
  since: number;
}

/** Limits of what is kept between two flushes. Counts beyond them are dropped, and `dropped` counts those. */
const maxEntries = 250_000;
const maxFailures = 5_000;
const maxFailuresOfKey = 20;
const maxUnread = 1_000;

/**
 * Counts usage in memory, without the database. One entry for each key and clock hour, so that a late flush does
 * not mix hours.
 */
export class UsageCounter {
  private open = new Map<string, UsageEntry>();
  private closed: UsageEntry[] = [];
  private failures = new Map<string, FailureEntry>();
  private failuresOfKey = new Map<string, number>();
  private unread = 0;
  private since = Number.POSITIVE_INFINITY;
  dropped = 0;

  /** `hourOf` turns a `performance.now()` into the hour by the database's clock. */
  constructor(private readonly hourOf: (now: number) => number) {}

  passed(keyId: string, address: string | null, now: number): void {
    const entry = this.entryOf(keyId, now);
    if (!entry) return;
    entry.requests++;
    entry.lastAt = now;
    entry.address = address;
  }

  failed(keyId: string, cause: FailureCause, address: string | null, now: number): void {
    const entry = this.entryOf(keyId, now);
    if (!entry) return;
    entry.failures ??= {};
    entry.failures[cause] = (entry.failures[cause] ?? 0) + 1;
    if (entry.requests === 0) entry.lastAt = now;
    this.remember(keyId, cause, address ?? "", now);
  }

  /** Counts a failure that was found without a look-up. The id may be made up, so only a limited number is kept. */
  failedUnread(keyId: string, cause: FailureCause, address: string | null, now: number): void {
    if (!this.open.has(keyId)) {
      if (this.unread >= maxUnread) {
        this.dropped++;
        return;
      }
      this.unread++;
    }
    this.failed(keyId, cause, address, now);
  }

  get isEmpty(): boolean {
    return this.open.size === 0 && this.closed.length === 0;
  }

  /** How many seconds the oldest unwritten count has waited. */
  lagSeconds(now: number): number {
    return this.isEmpty ? 0 : (now - this.since) / 1000;
  }

  /** Returns everything counted so far, and starts again from zero. */
  take(): Usage {
    const used = this.closed.concat([...this.open.values()]);
    const usage = { used, failed: [...this.failures.values()], since: this.since };
    this.open = new Map();
    this.closed = [];
    this.failures = new Map();
    this.failuresOfKey = new Map();
    this.unread = 0;
    this.since = Number.POSITIVE_INFINITY;
    return usage;
  }

  private entryOf(keyId: string, now: number): UsageEntry | null {
    const hour = this.hourOf(now);
    const known = this.open.get(keyId);
    if (known?.hour === hour) return known;
    if (this.open.size + this.closed.length >= maxEntries) {
      this.dropped++;
      return null;
    }
    if (known) this.closed.push(known);
    const entry = { keyId, hour, requests: 0, lastAt: now, address: null, failures: null };
    this.open.set(keyId, entry);
    this.since = Math.min(this.since, now);
    return entry;
  }

  private remember(keyId: string, cause: FailureCause, address: string, now: number): void {
    const name = `${keyId} ${cause} ${address}`;
    const known = this.failures.get(name);
    if (known) {
      known.attempts++;
      known.lastAt = now;
      return;
    }
    const ofKey = this.failuresOfKey.get(keyId) ?? 0;
    if (ofKey >= maxFailuresOfKey || this.failures.size >= maxFailures) return;
    this.failuresOfKey.set(keyId, ofKey + 1);
    this.failures.set(name, { keyId, cause, address, attempts: 1, lastAt: now });
  }
}
