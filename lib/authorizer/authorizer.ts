import { type Credentials, isKeyId, isWellFormed, type Peppers } from "@/lib/api-keys/secret";
import { network } from "@/lib/core/client-address";
import type { ChangeFeed } from "./change-feed";
import { type FailureLimit, Lane } from "./failure-limit";
import { judge, type Question, type Refusal } from "./judge";
import type { KeyCache } from "./key-cache";
import type { StoredKey } from "./stored-key";
import type { UsageCounter } from "./usage-counter";
import { Unavailable, withDeadline } from "./with-deadline";

export type Reason =
  | Refusal
  | "malformed"
  | "whitespace"
  | "no_credentials"
  | "bad_mode"
  | "no_gateway_token";

export type Decision =
  | { verdict: "allowed"; key: StoredKey }
  | { verdict: "denied"; reason: Reason }
  | { verdict: "unavailable" };

interface Parts {
  peppers: Pick<Peppers, "ring">;
  feed: Pick<ChangeFeed, "isFresh" | "latestNow">;
  cache: KeyCache;
  usage: UsageCounter;
  limits: { keys: FailureLimit; networks: FailureLimit };
  onUnavailable(error: unknown): void;
}

/** Look-ups at a time, and in waiting, for networks whose failures have come to the limit. */
const slowLane = { width: 2, maxWaiting: 50 };
const unavailable: Decision = { verdict: "unavailable" };

/** Decides whether a key may pass (DESIGN §5). Answers at once where it knows, else after one read of the database. */
export class Authorizer {
  hits = 0;
  misses = 0;
  private readonly lane = new Lane(slowLane.width, slowLane.maxWaiting);

  constructor(private readonly parts: Parts) {}

  /**
   * `address`: whose failures count; null where nobody can tell. Never rejects: a database that cannot say, or not in
   * time, is "unavailable".
   */
  decide(question: Question, address: string | null, now: number): Decision | Promise<Decision> {
    const { peppers, feed, cache } = this.parts;
    const { credentials } = question;
    const key = feed.isFresh(now) ? cache.find(credentials.keyId) : undefined;
    const judgement =
      key === undefined ? "doubtful" : judge(peppers, question, key, feed.latestNow(now));
    if (key && judgement === "allowed") {
      this.hits++;
      return this.conclude(judgement, key, address, now);
    }
    // A secret that is right has the right form: only what does not pass is looked at that closely.
    if (!isWellFormed(credentials)) return this.refuseUnread(credentials, address, now);
    if (key === undefined || judgement === "doubtful")
      return this.decideByReading(question, address, now);
    this.hits++;
    return this.conclude(judgement, key, address, now);
  }

  private async decideByReading(
    question: Question,
    address: string | null,
    now: number,
  ): Promise<Decision> {
    this.misses++;
    try {
      const key = await withDeadline(this.load(question.credentials.keyId, address, now));
      const judgement = judge(this.parts.peppers, question, key, key?.readAt ?? 0);
      if (judgement === "doubtful") throw new Unavailable("its pepper is not among KEY_PEPPERS");
      return this.conclude(judgement, key, address, now);
    } catch (error) {
      this.parts.onUnavailable(error);
      return unavailable;
    }
  }

  private load(keyId: string, address: string | null, now: number): Promise<StoredKey | null> {
    const { cache, limits } = this.parts;
    const subject = networkOf(address);
    const isLimited = subject !== null && limits.networks.isReached(subject, now);
    // A key that exists never waits, however stale what is known of it may be.
    const isSlow = isLimited && !cache.find(keyId);
    return isSlow ? this.lane.run(() => cache.load(keyId)) : cache.load(keyId);
  }

  private conclude(
    judgement: "allowed" | Refusal,
    key: StoredKey | null,
    address: string | null,
    now: number,
  ): Decision {
    const { usage } = this.parts;
    if (key && judgement === "allowed") {
      usage.passed(key.keyId, address, now);
      return { verdict: "allowed", key };
    }
    if (key && judgement !== "allowed" && judgement !== "unknown")
      usage.failed(key.keyId, judgement, address, now);
    this.countFailure(key?.keyId ?? null, address, now);
    return { verdict: "denied", reason: judgement === "allowed" ? "unknown" : judgement };
  }

  /** No look-up: what has the wrong form or checksum cannot be any key's secret. */
  private refuseUnread(given: Credentials, address: string | null, now: number): Decision {
    const trimmed = { keyId: given.keyId.trim(), secret: given.secret.trim() };
    const reason = isWellFormed(trimmed) ? "whitespace" : "malformed";
    const keyId = isKeyId(trimmed.keyId) ? trimmed.keyId : null;
    if (keyId !== null) this.parts.usage.failedUnread(keyId, reason, address, now);
    this.countFailure(keyId, address, now);
    return { verdict: "denied", reason };
  }

  private countFailure(keyId: string | null, address: string | null, now: number): void {
    const { keys, networks } = this.parts.limits;
    if (keyId !== null) keys.count(keyId, now);
    const subject = networkOf(address);
    if (subject !== null) networks.count(subject, now);
  }
}

/** Whose failures are counted together. A gateway on this machine stands for everybody, which is nobody. */
function networkOf(address: string | null): string | null {
  if (address === null || address === "::1" || address.startsWith("127.")) return null;
  return network(address);
}
