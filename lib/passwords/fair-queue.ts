/** Who wants a place: somebody known by a session, a link or their browser; else the network that the request is from. */
export type Asker = { knownUser: string } | { network: string };

type Lane = "known" | "strangers";

interface Waiting {
  lane: Lane;
  key: string;
  admit(): void;
  refuse(): void;
}

interface Share {
  used: number;
  at: number;
}

export interface QueueFigures {
  /** Places in use now. */
  busy: number;
  waiting: number;
  /** Refused since the start: the queue was full, or the wait too long. */
  refused: number;
}

interface QueueOptions {
  /** How many may be at work at once. */
  places: number;
  /** How many may wait in each lane. */
  mostWaiting: number;
  longestWaitMs: number;
  /** In this time what somebody has used counts half. */
  halfLifeMs: number;
}

/** Below this a share is as good as none. */
const forgottenShare = 0.05;

/**
 * Admits to scarce work so that nobody queues behind a flood but the flood itself. Who has used least of late is next,
 * then who waits with least: a network that sends much waits behind every network that sends little. Known users have a
 * lane of their own, shared out by user, which gets every second place while both lanes wait. When a lane is full, the
 * newest of whoever waits with most gives way.
 */
export class FairQueue {
  private busy = 0;
  private refused = 0;
  private waiting: Waiting[] = [];
  private lastLane: Lane = "strangers";
  private readonly shares = new Map<string, Share>();

  constructor(private readonly options: QueueOptions) {}

  get figures(): QueueFigures {
    return { busy: this.busy, waiting: this.waiting.length, refused: this.refused };
  }

  /** Runs `work` once there is a place. Throws what `refusal` makes, without having begun, if there is none in time. */
  async run<T>(asker: Asker, refusal: () => Error, work: () => Promise<T>): Promise<T> {
    if (!(await this.enter(asker))) {
      this.refused++;
      throw refusal();
    }
    try {
      return await work();
    } finally {
      this.busy--;
      this.admitNext();
    }
  }

  private enter(asker: Asker): Promise<boolean> {
    const [lane, name]: [Lane, string] =
      "knownUser" in asker ? ["known", asker.knownUser] : ["strangers", asker.network];
    const key = `${lane} ${name}`;
    if (!this.makeRoom(lane, key)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const leave = (isAdmitted: boolean) => {
        clearTimeout(timer);
        this.waiting = this.waiting.filter((other) => other !== one);
        resolve(isAdmitted);
      };
      const one: Waiting = { lane, key, admit: () => leave(true), refuse: () => leave(false) };
      const timer = setTimeout(one.refuse, this.options.longestWaitMs);
      timer.unref();
      this.waiting.push(one);
      this.admitNext();
    });
  }

  /** False: the lane is full, and nobody waits in it with more than this one would have. */
  private makeRoom(lane: Lane, key: string): boolean {
    const inLane = this.waiting.filter((one) => one.lane === lane);
    if (inLane.length < this.options.mostWaiting) return true;
    const counts = countByKey(inLane);
    const [longest = "", most = 0] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
    if (most <= (counts.get(key) ?? 0) + 1) return false;
    inLane.findLast((one) => one.key === longest)?.refuse();
    return true;
  }

  private admitNext(): void {
    if (this.busy >= this.options.places) return;
    const next = this.choose(this.lastLane === "known" ? "strangers" : "known");
    if (!next) return;
    this.busy++;
    this.lastLane = next.lane;
    const at = performance.now();
    this.forgetOld(at);
    this.shares.set(next.key, { used: this.usedBy(next.key, at) + 1, at });
    next.admit();
  }

  /** Of those who have used nothing of late, whoever waits with least; of equals, whoever has waited longest. */
  private choose(lane: Lane): Waiting | undefined {
    const inLane = this.waiting.filter((one) => one.lane === lane);
    const all = inLane.length > 0 ? inLane : this.waiting;
    const counts = countByKey(all);
    // One moment for all: shares shrink while they are compared.
    const now = performance.now();
    const rank = ({ key }: Waiting) => [this.usedBy(key, now), counts.get(key) ?? 0] as const;
    let [best, least] = [all[0], all[0] && rank(all[0])];
    for (const other of all.slice(1)) {
      const theirs = rank(other);
      if (least && (theirs[0] - least[0] || theirs[1] - least[1]) < 0)
        [best, least] = [other, theirs];
    }
    return best;
  }

  private usedBy(key: string, now: number): number {
    const share = this.shares.get(key);
    return share ? share.used * 0.5 ** ((now - share.at) / this.options.halfLifeMs) : 0;
  }

  private forgetOld(now: number): void {
    for (const key of this.shares.keys())
      if (this.usedBy(key, now) < forgottenShare) this.shares.delete(key);
  }
}

function countByKey(all: Waiting[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
