import { Unavailable } from "./with-deadline";

const minuteMs = 60_000;
const maxSubjects = 50_000;

/**
 * Failures of the running minute by subject: key ids, client networks. Having come to the limit never decides
 * an answer: it raises an alarm, and look-ups of ids that are not known yet wait in a lane of their own. So the right
 * secret always passes.
 */
export class FailureLimit {
  private counts = new Map<string, number>();
  private endsAt = 0;

  /** `onReached` is told once a minute of each subject that comes to the limit. */
  constructor(
    private readonly perMinute: number,
    private readonly onReached: (subject: string) => void,
  ) {}

  /** Counts one failure. */
  count(subject: string, now: number): void {
    this.turn(now);
    const count = this.counts.get(subject);
    // Full: who is known goes on being counted; newcomers wait for the next minute.
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

/** Lets a few at a time through, the others wait in turn; more than `maxWaiting` are refused with `Unavailable`. */
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
      // The place goes straight to whoever waits: nobody can slip in between.
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
