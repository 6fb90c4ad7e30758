import type { FailureCause } from "@/db/schema/usage";

/** Requests with one key in one clock hour from one address. One of a key's entries has the key's failures too. */
export interface UsageEntry {
  keyId: string;
  /** Null: the gateway named none. */
  address: string | null;
  /** The address is the last of several, for which there was no entry left. */
  isOther: boolean;
  /** Those that passed. */
  requests: number;
  /** `performance.now()` of the first request that passed. */
  firstAt: number;
  /** The same of the last, or of the last failure if none passed. */
  lastAt: number;
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

/** A key's entries of the hour that runs. */
interface KeyHour {
  hour: number;
  /** The one with the failures. */
  main: UsageEntry;
  /** Of the last request. */
  latest: UsageEntry;
  /** By address; null while there is only one. */
  named: Map<string | null, UsageEntry> | null;
  others: UsageEntry | null;
}

/** Limits of what is kept between two flushes. Counts beyond these three are dropped, and `dropped` counts those. */
const maxKeyHours = 250_000;
const maxFailures = 5_000;
const maxUnread = 1_000;
const maxFailuresOfKey = 20;
/** As many as the database names for a key and day. Requests from further addresses share an entry. */
const maxAddressesOfKey = 100;
/** Of all keys together, beside one for each. */
const maxFurtherAddresses = 50_000;

/** Small whole numbers lie in the entry itself; one fraction, and every entry's time would be an object of its own. */
const wholeMs = Math.floor;

/**
 * Counts usage in memory, without the database. Entries belong to one clock hour, so that a late flush does not
 * mix hours.
 */
export class UsageCounter {
  private open = new Map<string, KeyHour>();
  private entries: UsageEntry[] = [];
  private keyHours = 0;
  private furtherAddresses = 0;
  private failures = new Map<string, FailureEntry>();
  private failuresOfKey = new Map<string, number>();
  private unread = 0;
  private since = Number.POSITIVE_INFINITY;
  dropped = 0;

  /** `hourOf` turns a `performance.now()` into the hour by the database's clock. */
  constructor(private readonly hourOf: (now: number) => number) {}

  passed(keyId: string, address: string | null, now: number): void {
    const ofKey = this.keyHourOf(keyId, now);
    if (!ofKey) return;
    if (ofKey.latest.address !== address) ofKey.latest = this.entryFrom(ofKey, address);
    const { latest } = ofKey;
    const at = wholeMs(now);
    if (latest.requests++ === 0) latest.firstAt = at;
    latest.lastAt = at;
  }

  failed(keyId: string, cause: FailureCause, address: string | null, now: number): void {
    const main = this.keyHourOf(keyId, now)?.main;
    if (!main) return;
    main.failures ??= {};
    main.failures[cause] = (main.failures[cause] ?? 0) + 1;
    if (main.requests === 0) main.lastAt = wholeMs(now);
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
    return this.entries.length === 0;
  }

  /** How many seconds the oldest unwritten count has waited. */
  lagSeconds(now: number): number {
    return this.isEmpty ? 0 : (now - this.since) / 1000;
  }

  /** Returns everything counted so far, and starts again from zero. */
  take(): Usage {
    const usage = { used: this.entries, failed: [...this.failures.values()], since: this.since };
    this.open = new Map();
    this.entries = [];
    this.keyHours = 0;
    this.furtherAddresses = 0;
    this.failures = new Map();
    this.failuresOfKey = new Map();
    this.unread = 0;
    this.since = Number.POSITIVE_INFINITY;
    return usage;
  }

  private keyHourOf(keyId: string, now: number): KeyHour | null {
    const hour = this.hourOf(now);
    const known = this.open.get(keyId);
    if (known?.hour === hour) return known;
    if (this.keyHours >= maxKeyHours) {
      this.dropped++;
      return null;
    }
    this.keyHours++;
    const main = this.addEntry(keyId, null);
    const ofKey = { hour, main, latest: main, named: null, others: null };
    this.open.set(keyId, ofKey);
    this.since = Math.min(this.since, now);
    return ofKey;
  }

  /** The entry for requests that come from another address than the last one. */
  private entryFrom(ofKey: KeyHour, address: string | null): UsageEntry {
    const { main } = ofKey;
    // It was made for failures or just now.
    if (main.requests === 0) {
      main.address = address;
      return main;
    }
    ofKey.named ??= new Map([[main.address, main]]);
    const known = ofKey.named.get(address);
    if (known) return known;
    if (ofKey.named.size < maxAddressesOfKey && this.furtherAddresses < maxFurtherAddresses) {
      this.furtherAddresses++;
      const entry = this.addEntry(main.keyId, address);
      ofKey.named.set(address, entry);
      return entry;
    }
    ofKey.others ??= this.addEntry(main.keyId, address, true);
    ofKey.others.address = address;
    return ofKey.others;
  }

  private addEntry(keyId: string, address: string | null, isOther = false): UsageEntry {
    const counts = { requests: 0, firstAt: 0, lastAt: 0, failures: null };
    const entry = { keyId, address, isOther, ...counts };
    this.entries.push(entry);
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
