import { randomBytes } from "node:crypto";
import pg from "pg";
import type { FailureEntry, Usage, UsageCounter, UsageEntry } from "./usage-counter";

/** A batch is what one statement adds: some ten milliseconds of PostgreSQL, which must not be felt beside it. */
const batchSize = 250;

interface Batch {
  number: number;
  used: UsageEntry[];
  failed: FailureEntry[];
}

export interface WriterOptions {
  connectionString: string;
  counter: UsageCounter;
  flushEveryMs: number;
  onTrouble(error: unknown): void;
}

/**
 * Adds what was counted to PostgreSQL every few seconds, on a connection of its own. A batch is sent again until it is
 * acknowledged, and PostgreSQL adds it once. A killed process loses what it had not written: at most what
 * was counted since the last flush.
 */
export class UsageWriter {
  private readonly pool: pg.Pool;
  private readonly writer = randomBytes(12).toString("hex");
  private batches: Batch[] = [];
  private since = Number.POSITIVE_INFINITY;
  private lastNumber = 0;
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly o: WriterOptions) {
    this.pool = new pg.Pool({
      connectionString: o.connectionString,
      max: 1,
      application_name: "keydesk-authorizer-usage",
      connectionTimeoutMillis: 3_000,
      query_timeout: 6_000,
      statement_timeout: 5_000,
      lock_timeout: 3_000,
      keepAlive: true,
    });
    this.pool.on("error", () => undefined);
    this.pool.on("connect", (client) => client.on("error", () => undefined));
  }

  start(): void {
    this.timer = setInterval(() => {
      this.flush().catch(this.o.onTrouble);
    }, this.o.flushEveryMs);
  }

  /** Writes everything counted until now; one flush at a time. Rejects when PostgreSQL does not take it: then later. */
  flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  /** The last flush, twice if need be: one may be under way that has not seen the last counts. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush().catch(() => undefined);
    try {
      await this.flush();
    } finally {
      await this.pool.end();
    }
  }

  /** Seconds that the oldest count has waited to be written. */
  lagSeconds(now: number): number {
    const waiting = this.batches.length > 0 ? (now - this.since) / 1000 : 0;
    return Math.max(waiting, this.o.counter.lagSeconds(now));
  }

  private async write(): Promise<void> {
    // What an earlier try could not write goes first; then what was counted meanwhile.
    if (this.batches.length > 0) await this.send();
    if (this.o.counter.isEmpty) return;
    this.cut(this.o.counter.take());
    await this.send();
  }

  private async send(): Promise<void> {
    for (let batch = this.batches[0]; batch; batch = this.batches[0]) {
      await this.add(batch);
      this.batches.shift();
    }
  }

  private async add({ number, used, failed }: Batch): Promise<void> {
    const client = await this.pool.connect();
    let failure: unknown;
    try {
      // "How long ago" is said only now: the wait for a connection is over.
      const values = [this.writer, number, describeUsed(used), describeFailed(failed)];
      await client.query({ name: "add", text: "select add_key_usage($1, $2, $3, $4)", values });
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(failure !== undefined);
    }
  }

  private cut({ used, failed, since }: Usage): void {
    this.since = since;
    const count = Math.max(
      Math.ceil(used.length / batchSize),
      Math.ceil(failed.length / batchSize),
    );
    this.batches = Array.from({ length: count }, (_, index) => ({
      number: ++this.lastNumber,
      used: used.slice(index * batchSize, (index + 1) * batchSize),
      failed: failed.slice(index * batchSize, (index + 1) * batchSize),
    }));
  }
}

/** "How long ago" is said at each sending: between two tries time goes by. */
function describeUsed(entries: UsageEntry[]): string {
  const now = performance.now();
  return JSON.stringify(
    entries.map(({ keyId, requests, lastAt, address, failures }) => ({
      key: keyId,
      agoms: now - lastAt,
      requests,
      address,
      ...failures,
    })),
  );
}

function describeFailed(entries: FailureEntry[]): string {
  const now = performance.now();
  return JSON.stringify(
    entries.map(({ keyId, cause, address, attempts, lastAt }) => ({
      key: keyId,
      agoms: now - lastAt,
      cause,
      address,
      attempts,
    })),
  );
}
