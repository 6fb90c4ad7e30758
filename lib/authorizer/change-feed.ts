import { randomBytes } from "node:crypto";
import pg from "pg";

export interface FeedListener {
  /** A key was made or changed. */
  onChange(keyId: string): void;
  /** From here on every change is heard; what was learned before may be stale. */
  onListening(): void;
  onTrouble(error: unknown): void;
}

/** SECURITY D5: a cached key may be used for this long after the sending of the youngest heartbeat heard. */
const freshForMs = 1_000;
const beatEveryMs = 200;
/** A connection that is silent this long is half open or frozen. */
const silentForMs = 3_000;
const retryMs = { first: 100, most: 2_000 };
/** A clock that ran apart from the other by this much has been stopped or set: a machine was suspended. */
const maxDriftMs = 500;

/**
 * Hears of every change of a key, and knows whether it does. PostgreSQL delivers notifications in the order of their
 * commits. So a heartbeat that was sent through the very connection that listens and comes back proves that
 * everything committed before its sending has been heard (DESIGN §5, K-12, A-14).
 */
export class ChangeFeed {
  private readonly beatChannel = `keydesk_beat_${randomBytes(8).toString("hex")}`;
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private retryAfterMs = retryMs.first;
  private isStopped = false;
  private lastHeardAt = 0;
  private youngest = { sentAt: Number.NEGATIVE_INFINITY, wallAt: 0 };
  /** The database's clock when some heartbeat was sent, or later: so never behind. */
  private clock = { sentAt: 0, databaseMs: Number.POSITIVE_INFINITY };

  constructor(
    private readonly connectionString: string,
    private readonly listener: FeedListener,
  ) {}

  start(): void {
    this.connect().catch((error) => this.retry(error));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.drop();
  }

  /** Whether everything committed until a second ago has been heard. `now` as `performance.now()` tells it. */
  isFresh(now: number): boolean {
    const age = now - this.youngest.sentAt;
    if (age > freshForMs) return false;
    // While a machine is suspended the monotonic clock may stand still; the wall clock will have moved on.
    return Math.abs(Date.now() - this.youngest.wallAt - age) < maxDriftMs;
  }

  /** Seconds since the sending of the youngest heartbeat heard; Infinity: none yet. */
  ageSeconds(now: number): number {
    return (now - this.youngest.sentAt) / 1000;
  }

  /** The latest that the database's clock can show now, in milliseconds since 1970. */
  latestNow(now: number): number {
    return this.clock.databaseMs + (now - this.clock.sentAt);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: "keydesk-authorizer-listen",
      connectionTimeoutMillis: 2_000,
      query_timeout: silentForMs,
      keepAlive: true,
    });
    this.client = client;
    client.on("error", (error) => this.lose(client, error));
    client.on("end", () => this.lose(client, new Error("the connection ended")));
    client.on("notification", ({ channel, payload = "" }) => {
      if (client !== this.client) return;
      if (channel === this.beatChannel) this.hear(payload);
      else this.listener.onChange(payload);
    });
    await client.connect();
    // Nothing that this connection commits has to survive a crash.
    await client.query("set synchronous_commit = off");
    await client.query(`listen keydesk_keys; listen ${this.beatChannel}`);
    if (client !== this.client) return;
    this.listener.onListening();
    this.retryAfterMs = retryMs.first;
    this.lastHeardAt = performance.now();
    this.beat(client);
    this.timer = setInterval(() => this.beat(client), beatEveryMs);
  }

  private beat(client: pg.Client): void {
    const sentAt = performance.now();
    if (sentAt - this.lastHeardAt > silentForMs) {
      this.lose(client, new Error("heartbeats are not coming back"));
      return;
    }
    const text = "select pg_notify($1, $2), extract(epoch from clock_timestamp())::float8 * 1000";
    const values = [this.beatChannel, `${sentAt} ${Date.now()}`];
    client
      .query<[unknown, number]>({ name: "beat", text, values, rowMode: "array" })
      .then(({ rows }) => {
        const databaseMs = rows[0]?.[1];
        if (client === this.client && databaseMs !== undefined) this.clock = { sentAt, databaseMs };
      })
      .catch((error) => this.lose(client, error));
  }

  private hear(beat: string): void {
    const [sentAt = 0, wallAt = 0] = beat.split(" ").map(Number);
    this.lastHeardAt = performance.now();
    if (sentAt > this.youngest.sentAt) this.youngest = { sentAt, wallAt };
  }

  private lose(client: pg.Client, error: unknown): void {
    if (client === this.client) this.retry(error);
  }

  private retry(error: unknown): void {
    this.drop();
    if (this.isStopped) return;
    this.listener.onTrouble(error);
    setTimeout(() => !this.isStopped && this.start(), this.retryAfterMs).unref();
    this.retryAfterMs = Math.min(this.retryAfterMs * 2, retryMs.most);
  }

  private drop(): void {
    const { client } = this;
    this.client = undefined;
    clearInterval(this.timer);
    // Not `end()`: that waits for a server which may never answer.
    (
      client as unknown as { connection?: { stream?: { destroy(): void } } } | undefined
    )?.connection?.stream?.destroy();
  }
}
