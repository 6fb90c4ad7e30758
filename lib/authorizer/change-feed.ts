import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ageOf, type Instant, present } from "./instant";

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
const connectMs = 2_000;
const retryMs = { first: 100, most: 800 };

/**
 * Hears of every change of a key, and knows whether it does. PostgreSQL delivers notifications in the order of their
 * commits. So a heartbeat that was sent through the very connection that listens and comes back proves that
 * everything committed before its sending has been heard (DESIGN §5, K-12, A-14).
 */
export class ChangeFeed {
  private readonly end = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private retryAfterMs = retryMs.first;
  private lastHeardAt = 0;
  private youngest: Instant = { monotonic: Number.NEGATIVE_INFINITY, wall: 0 };
  /** The database's clock when some heartbeat was sent, or later: so never behind. */
  private clock = { sentAt: 0, databaseMs: Number.POSITIVE_INFINITY };

  constructor(
    private readonly connectionString: string,
    private readonly listener: FeedListener,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Returns when its connection is closed. */
  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  /** Whether everything committed until a second ago has been heard. `now` as `performance.now()` tells it. */
  isFresh(now: number): boolean {
    return ageOf(this.youngest, now) <= freshForMs;
  }

  /** Seconds since the sending of the youngest heartbeat heard; Infinity: none yet. */
  ageSeconds(now: number): number {
    return (now - this.youngest.monotonic) / 1000;
  }

  /** The latest that the database's clock can show now, in milliseconds since 1970. */
  latestNow(now: number): number {
    return this.clock.databaseMs + (now - this.clock.sentAt);
  }

  /** One connection after the other, never two. */
  private async run(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.listen().catch((error) => signal.aborted || this.listener.onTrouble(error));
      await sleep(this.retryAfterMs, undefined, { signal }).catch(() => undefined);
      this.retryAfterMs = Math.min(this.retryAfterMs * 2, retryMs.most);
    }
  }

  /** Listens on one connection until that is lost, and rejects then. */
  private async listen(): Promise<never> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: "keydesk-authorizer-listen",
      connectionTimeoutMillis: connectMs,
      query_timeout: silentForMs,
      keepAlive: true,
    });
    const beats = new AbortController();
    const lost = new Promise<never>((_, lose) => {
      client.on("error", lose);
      client.on("end", () => lose(new Error("the connection ended")));
      this.end.signal.addEventListener("abort", () => lose(new Error("stopped")), {
        signal: beats.signal,
      });
    });
    lost.catch(() => undefined);
    try {
      const channel = await Promise.race([this.open(client), lost]);
      return await Promise.race([this.beat(client, channel, beats.signal), lost]);
    } finally {
      beats.abort();
      destroy(client);
    }
  }

  /** Returns the channel of its heartbeats. */
  private async open(client: pg.Client): Promise<string> {
    // A channel of this connection's own: no late heartbeat of the one before is taken for one of its.
    const beatChannel = `keydesk_beat_${randomBytes(8).toString("hex")}`;
    // Before LISTEN: a notification may stand in the very packet that acknowledges it.
    client.on("notification", ({ channel, payload = "" }) => {
      if (channel === beatChannel) this.hear(payload);
      else this.listener.onChange(payload);
    });
    await client.connect();
    await requireOwnServer(client);
    // Nothing that this connection commits has to survive a crash.
    await client.query("set synchronous_commit = off");
    await client.query(`listen keydesk_keys; listen ${beatChannel}`);
    this.listener.onListening();
    this.retryAfterMs = retryMs.first;
    return beatChannel;
  }

  /** Sends heartbeats until one of them fails or they no longer come back. */
  private async beat(client: pg.Client, channel: string, signal: AbortSignal): Promise<never> {
    this.lastHeardAt = performance.now();
    for (;;) {
      await this.sendBeat(client, channel);
      await sleep(beatEveryMs, undefined, { signal });
      if (performance.now() - this.lastHeardAt > silentForMs)
        throw new Error("heartbeats are not coming back");
    }
  }

  private async sendBeat(client: pg.Client, channel: string): Promise<void> {
    const sent = present();
    const { rows } = await client.query<[unknown, number]>({
      name: "beat",
      text: "select pg_notify($1, $2), extract(epoch from clock_timestamp())::float8 * 1000",
      values: [channel, `${sent.monotonic} ${sent.wall}`],
      rowMode: "array",
    });
    const databaseMs = rows[0]?.[1];
    if (databaseMs !== undefined) this.clock = { sentAt: sent.monotonic, databaseMs };
  }

  private hear(beat: string): void {
    const [monotonic = 0, wall = 0] = beat.split(" ").map(Number);
    this.lastHeardAt = performance.now();
    if (monotonic > this.youngest.monotonic) this.youngest = { monotonic, wall };
  }
}

/** Not `end()`: that waits for a server which may never answer. */
function destroy(client: pg.Client): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
  connection?.stream?.destroy();
}

/**
 * Throws unless heartbeats on this connection prove what they must. Behind a pooler they might come back while changes
 * are lost on the way; without the trigger nobody tells of changes; without its rights no key could be read.
 */
async function requireOwnServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number; tells: boolean }>(
    `select pg_backend_pid() as pid, exists (select from pg_trigger where tgrelid = 'api_keys'::regclass
      and tgname = 'api_keys_tell' and tgenabled in ('O', 'A')) as tells, (select count(secret_hash) from api_keys where key_id = '')`,
  );
  // A pooler answers with a process id that it made up.
  if (rows[0]?.pid !== (client as unknown as { processID?: number }).processID)
    throw new Error(
      "AUTHORIZER_DATABASE_URL leads through a pooler; a direct connection is needed",
    );
  if (!rows[0]?.tells) throw new Error("the trigger api_keys_tell is missing: run the migrations");
}
