import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/core/log";

/** Runs `work` at once and then again after each pause, one run at a time. A failed run is logged. */
export class Rounds {
  private readonly end = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly pauseMs: number,
    private readonly work: () => Promise<unknown>,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the current run is over. */
  async stop(): Promise<void> {
    this.end.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.end;
    while (!signal.aborted) {
      await this.work().catch((err) => log().warn({ err }, "the chores were not finished"));
      await sleep(this.pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
