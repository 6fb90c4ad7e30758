import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { behind, DatabaseTrouble, requireVersion } from "@/lib/core/database-trouble";
import { ageOf, type Instant, present } from "./instant";

export interface FeedListener {
  /** A key was made or changed. */
  onChange(keyId: string): void;
  /** From now on every change is heard. What was read before may be out of date. */
  onListening(): void;
  onTrouble(error: unknown): void;
}

/** For how long after its sending the youngest returned heartbeat allows the use of cached keys (SECURITY D5). */
const freshForMs = 1_000;
const beatEveryMs = 200;
/** After this much silence a connection counts as lost: it may be half open or frozen. */
const silentForMs = 3_000;
const connectMs = 2_000;
const retryMs = { first: 100, most: 800 };

/**
 * Listens for changes of keys, and knows whether it has missed any. PostgreSQL delivers notifications in the order of
 * their commits. So when a heartbeat that was sent through the listening connection comes back, every change committed
 * before its sending has been heard (DESIGN §5, K-12, A-14).
 */
export class ChangeFeed {
  private readonly end = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private retryAfterMs = retryMs.first;
  private lastHeardAt = 0;
  private youngest: Instant = { monotonic: Number.NEGATIVE_INFINITY, wall: 0 };
  /** The database's clock, read at or after `sentAt`. So an estimate from it is never too early. */
  private clock = { sentAt: 0, databaseMs: Number.POSITIVE_INFINITY };

  constructor(
    private readonly connectionString: string,
    private readonly listener: FeedListener,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the connection is closed. */
  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  /** Whether every change committed up to a second ago has been heard. `now` is `performance.now()`. */
  isFresh(now: number): boolean {
    return ageOf(this.youngest, now) <= freshForMs;
  }

  /** Seconds since the youngest returned heartbeat was sent; Infinity: none yet. */
  ageSeconds(now: number): number {
    return (now - this.youngest.monotonic) / 1000;
  }

  /** The latest time that the database's clock can show now, in milliseconds since 1970. */
  latestNow(now: number): number {
    return this.clock.databaseMs + (now - this.clock.sentAt);
  }

  /** Connects again whenever the connection is lost. There is never more than one. */
  private async run(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.listen().catch((error) => signal.aborted || this.listener.onTrouble(error));
      await sleep(this.retryAfterMs, undefined, { signal }).catch(() => undefined);
      this.retryAfterMs = Math.min(this.retryAfterMs * 2, retryMs.most);
    }
  }

  /** Listens on one connection and rejects when it is lost. */
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

  /** Connects and listens. Returns the name of the heartbeat channel. */
  private async open(client: pg.Client): Promise<string> {
    // Each connection has its own channel, so that a late heartbeat of an earlier connection is not mistaken for one of
    // this.
    const beatChannel = `keydesk_beat_${randomBytes(8).toString("hex")}`;
    // Registered before LISTEN, because the packet that acknowledges LISTEN may already contain a notification.
    client.on("notification", ({ channel, payload = "" }) => {
      if (channel === beatChannel) this.hear(payload);
      else this.listener.onChange(payload);
    });
    await client.connect();
    await requireOwnServer(client);
    // Heartbeats need not survive a crash, so their commits need not wait for the disk.
    await client.query("set synchronous_commit = off");
    await client.query(`listen keydesk_keys; listen ${beatChannel}`);
    this.listener.onListening();
    this.retryAfterMs = retryMs.first;
    return beatChannel;
  }

  /** Sends heartbeats until one fails or they stop coming back. */
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

/** Not `end()`, which waits for the server, and the server may never answer. */
function destroy(client: pg.Client): void {
  const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
  connection?.stream?.destroy();
}

/**
 * Throws unless a returned heartbeat on this connection proves that changes are heard. Behind a pooler, heartbeats
 * could return while changes are lost. Without the trigger, changes are not announced. Without the rights, keys cannot
 * be read.
 */
async function requireOwnServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ pid: number; version: number; tells: boolean }>(
    `select pg_backend_pid() as pid, current_setting('server_version_num')::int as version,
      exists (select from pg_trigger where tgrelid = 'api_keys'::regclass
        and tgname = 'api_keys_tell' and tgenabled in ('O', 'A')) as tells,
      (select count(secret_hash) from api_keys where key_id = '')`,
  );
  // A pooler reports a process id of its own.
  if (rows[0]?.pid !== (client as unknown as { processID?: number }).processID)
    throw new DatabaseTrouble(
      "AUTHORIZER_DATABASE_URL leads through a pooler: lead it straight to PostgreSQL.",
    );
  requireVersion(rows[0]?.version ?? 0);
  if (!rows[0]?.tells) throw new DatabaseTrouble(behind);
}
