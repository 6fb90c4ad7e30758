import { Unavailable } from "./with-deadline";

const minuteMs = 60_000;
const maxSubjects = 50_000;

/**
 * Counts the failures of the current minute by subject: a key id or a client network. Reaching the limit never
 * refuses a request. It raises an alarm and sends look-ups of unknown ids through a slow lane, so a right secret always
 * passes.
 */
export class FailureLimit {
  private counts = new Map<string, number>();
  private endsAt = 0;

  /** `onReached` is called once a minute for each subject that reaches the limit. */
  constructor(
    private readonly perMinute: number,
    private readonly onReached: (subject: string) => void,
  ) {}

  /** Counts one failure. */
  count(subject: string, now: number): void {
    this.turn(now);
    const count = this.counts.get(subject);
    // When the map is full, new subjects are not counted until the next minute.
    if (count === undefined && this.counts.size >= maxSubjects) return;
    this.counts.set(subject, (count ?? 0) + 1);
    if ((count ?? 0) + 1 === this.perMinute) this.onReached(subject);
  }

  isReached(subject: string, now: number): boolean {
    this.turn(now);
    return (this.counts.get(subject) ?? 0) >= this.perMinute;
  }

  private turn(now: number): void {
    if (now < this.endsAt) return;
    this.endsAt = now + minuteMs;
    this.counts = new Map();
  }
}

/** Runs `width` tasks at a time; others wait in order. If more than `maxWaiting` wait, it throws `Unavailable`. */
export class Lane {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly maxWaiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      // The place goes directly to the next in the queue, so that no newcomer can take it first.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.width) {
      this.running++;
      return;
    }
    if (this.waiting.length >= this.maxWaiting) {
      throw new Unavailable("too many of this caller wait");
    }
    await new Promise<void>((go) => this.waiting.push(go));
  }
}
