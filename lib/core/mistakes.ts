/** Mistakes of configuration: told all at once, a sentence each, before a process does anything (SECURITY C-10). */

/** Says that a variable is wrong: its name, and words that follow it. Neither contains a value. */
export type Complain = (name: string, words: string) => void;

/** One variable that cannot be read. Its message is the name and the words, without a full stop. */
export class Mistake extends Error {
  constructor(
    readonly variable: string,
    readonly words: string,
  ) {
    super(`${variable} ${words}`);
  }
}

/** Stops a start. Its message has every mistake. */
export class Misconfigured extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(`Keydesk cannot start: ${sentences.join(" ")}`);
  }
}

/** Calls `complain` for the mistake that `read` throws, if it throws one. */
export function complainOf(complain: Complain, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    complain(error.variable, error.words);
  }
}

/** Gathers mistakes: of each variable the first, because what follows from it is no news. */
export class Mistakes {
  private readonly found = new Map<string, string>();

  readonly add: Complain = (name, words) => {
    if (!this.found.has(name)) this.found.set(name, `${name} ${words}.`);
  };

  /** Throws `Misconfigured` if there is any. */
  throwAny(): void {
    if (this.found.size > 0) throw new Misconfigured([...this.found.values()]);
  }
}
