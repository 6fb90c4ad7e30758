import { type RingTrouble, refuseDiffering } from "./fingerprints";

interface Parts {
  /** Asks the database; rejects when it does not answer as it should. `isFirst`: nothing was compared before. */
  read(isFirst: boolean): Promise<RingTrouble>;
  /** Called if secrets differ when they are compared for the first time: the process must end. */
  refuse(trouble: RingTrouble): void;
  /** Called with what is new, in sentences. */
  tell(sentences: string[]): void;
  /** Between two comparisons, once there was one. */
  againMs: number;
}

/** Between two tries until the database answers. */
const retryMs = 250;

/**
 * Compares a process's secrets with those that the database knows: at the start, or as soon as the database answers
 * and again from time to time, because others may come later.
 */
export class RingWatch {
  private latest: RingTrouble | null = null;
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private said = "";

  constructor(private readonly parts: Parts) {}

  /** Resolves after the first try, with what it found; null: the database did not answer. */
  async start(): Promise<RingTrouble | null> {
    await this.compare();
    return this.latest;
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  /** Why this process must not serve; null: it may. */
  get trouble(): string | null {
    if (!this.latest) return "The secrets have not been compared with the database's yet.";
    return this.latest.differing.join(" ") || null;
  }

  /** What this process cannot read, although it serves; null: nothing. */
  get warning(): string | null {
    return this.latest?.lacking.join(" ") || null;
  }

  private async compare(): Promise<void> {
    const isFirst = this.latest === null;
    try {
      const found = await this.parts.read(isFirst);
      this.latest = found;
      // What ends a process is said once, by its end.
      if (isFirst && found.differing.length > 0) this.parts.refuse(found);
      else this.tellNews(found);
    } catch {
      // Others say what is wrong with the database; what was known before stays so.
    }
    if (this.isOver) return;
    this.timer = setTimeout(() => void this.compare(), this.latest ? this.parts.againMs : retryMs);
    this.timer.unref();
  }

  private tellNews({ differing, lacking }: RingTrouble): void {
    const sentences = [...differing, ...lacking];
    if (sentences.join() === this.said) return;
    this.said = sentences.join();
    if (sentences.length > 0) this.parts.tell(sentences);
  }
}

/** Ends the process, with a sentence for each secret that differs. */
export function endForDiffering(trouble: RingTrouble): void {
  try {
    refuseDiffering(trouble);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
