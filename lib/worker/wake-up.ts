/** Says when to read the outbox: when a message is committed (LISTEN), and in any case after each poll interval. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { log } from "@/lib/core/log";

const connectMs = 5_000;
const retryMs = { first: 200, most: 10_000 };

/**
 * Listens for new messages on its own connection. If the connection is lost, or a pooler holds notifications back,
 * polling finds the messages.
 */
export class WakeUp {
  private readonly end = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isCalled = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly connectionString: string,
    private readonly pollMs: number,
  ) {}

  start(): void {
    this.running = this.listenOn();
  }

  async stop(): Promise<void> {
    this.end.abort();
    this.call();
    await this.running;
  }

  /** Resolves at the next notification, at once if one has already come, or after the poll interval. */
  async next(): Promise<void> {
    if (!this.isCalled) {
      const asleep = new AbortController();
      this.wake = () => asleep.abort();
      await sleep(this.pollMs, undefined, { signal: asleep.signal }).catch(() => undefined);
    }
    this.isCalled = false;
  }

  private call(): void {
    this.isCalled = true;
    this.wake();
  }

  private async listenOn(): Promise<void> {
    const { signal } = this.end;
    let waitMs = retryMs.first;
    while (!signal.aborted) {
      await this.listen(() => {
        waitMs = retryMs.first;
        this.call();
      }).catch((err) => log().debug({ err }, "not listening for messages; polling"));
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      waitMs = Math.min(waitMs * 2, retryMs.most);
    }
  }

  /** Listens on one connection until it is lost or `stop` is called. */
  private async listen(onListening: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: "keydesk-worker-listen",
      connectionTimeoutMillis: connectMs,
      query_timeout: connectMs,
      keepAlive: true,
    });
    const lost = new Promise<void>((done) => {
      client.on("error", () => done());
      client.on("end", () => done());
      this.end.signal.addEventListener("abort", () => done(), { once: true });
      if (this.end.signal.aborted) done();
    });
    client.on("notification", () => this.call());
    try {
      await Promise.race([client.connect(), lost]);
      if (this.end.signal.aborted) return;
      await client.query("listen keydesk_outbox");
      onListening();
      await lost;
    } finally {
      await Promise.race([client.end().catch(() => undefined), sleep(500)]);
    }
  }
}
