import { randomBytes } from "node:crypto";
import pg from "pg";
import type { FailureEntry, Usage, UsageCounter, UsageEntry } from "./usage-counter";

/** Entries added by one statement. It takes PostgreSQL about ten milliseconds, which other queries must not feel. */
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
 * Writes the counts to PostgreSQL every few seconds, on its own connection. A batch is sent until it is acknowledged,
 * and PostgreSQL adds it only once. If the process is killed, the counts since the last flush are lost.
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

  /** Writes everything counted so far; one flush at a time. Rejects if PostgreSQL fails; the next flush tries again. */
  flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => {
      this.flushing = undefined;
    });
    return this.flushing;
  }

  /** Flushes twice, because a flush that is already running may not include the last counts. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush().catch(() => undefined);
    try {
      await this.flush();
    } finally {
      await this.pool.end();
    }
  }

  /** How many seconds the oldest unwritten count has waited. */
  lagSeconds(now: number): number {
    const waiting = this.batches.length > 0 ? (now - this.since) / 1000 : 0;
    return Math.max(waiting, this.o.counter.lagSeconds(now));
  }

  private async write(): Promise<void> {
    // First what an earlier flush could not write, then what was counted since.
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
      // Computed here, after the wait for a connection, because the values contain ages.
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

/** Ages are computed anew for each try, because time passes between tries. */
function describeUsed(entries: UsageEntry[]): string {
  const now = performance.now();
  return JSON.stringify(
    entries.map(({ keyId, requests, firstAt, lastAt, address, isOther, failures }) => ({
      key: keyId,
      agoms: now - lastAt,
      firstagoms: now - firstAt,
      requests,
      address,
      ...(isOther && { other: true }),
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
