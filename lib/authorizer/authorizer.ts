import { type Credentials, isKeyId, isWellFormed } from "@/lib/api-keys/secret";
import { network } from "@/lib/core/client-address";
import type { Mode } from "@/lib/core/mode";
import type { Ring } from "@/lib/core/ring";
import { parseBasic } from "./basic-auth";
import type { ChangeFeed } from "./change-feed";
import type { FailureLimit, Lane } from "./failure-limit";
import { judge, judgeProven, type Refusal } from "./judge";
import type { KeyCache } from "./key-cache";
import { keyIdOf, type Proofs } from "./proof";
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

/** What the gateway passed on: the one Authorization header as it came, and the mode that it serves. */
export interface Asked {
  header: string;
  mode: Mode | undefined;
}

/** The same, read. */
interface Claim extends Asked {
  credentials: Credentials;
}

interface Parts {
  peppers: Pick<Ring, "ring">;
  feed: Pick<ChangeFeed, "isFresh" | "latestNow">;
  cache: KeyCache;
  proofs: Proofs;
  usage: UsageCounter;
  limits: { keys: FailureLimit; networks: FailureLimit };
  /** Of networks that have reached their limit. */
  slowLane: Lane;
  onUnavailable(error: unknown): void;
}

const unavailable: Decision = { verdict: "unavailable" };

/**
 * Decides whether a key may pass (DESIGN §5): from memory if that is certain, otherwise after one read of the database.
 */
export class Authorizer {
  hits = 0;
  misses = 0;

  constructor(private readonly parts: Parts) {}

  /**
   * `address`: the client whose failures are counted; null if it is not known. Never rejects: if the database cannot
   * answer in time, the verdict is "unavailable".
   */
  decide(asked: Asked, address: string | null, now: number): Decision | Promise<Decision> {
    const { peppers, feed, cache, proofs } = this.parts;
    const keyId = keyIdOf(asked.header);
    if (keyId === null) return this.verify(asked, address, now);
    // Computed and compared for unknown ids too, so that they take as long as known ones.
    const digest = proofs.digest(asked.header);
    const key = feed.isFresh(now) ? cache.find(keyId) : null;
    const isProven = proofs.isSame(key?.proof ?? "", digest);
    if (
      key &&
      isProven &&
      judgeProven(peppers, asked.mode, key, feed.latestNow(now)) === "allowed"
    ) {
      this.hits++;
      return this.pass(key, address, now);
    }
    return this.verify(asked, address, now);
  }

  /** The long way: reads the header, and computes the secret's HMAC. */
  private verify(
    { header, mode }: Asked,
    address: string | null,
    now: number,
  ): Decision | Promise<Decision> {
    const { peppers, feed, cache } = this.parts;
    const credentials = parseBasic(header);
    if (!credentials) return { verdict: "denied", reason: "no_credentials" };
    const claim: Claim = { credentials, mode, header };
    const key = feed.isFresh(now) ? cache.find(credentials.keyId) : undefined;
    const judgement =
      key === undefined ? "doubtful" : judge(peppers, claim, key, feed.latestNow(now));
    if (key && judgement === "allowed") {
      this.hits++;
      return this.conclude(claim, judgement, key, address, now);
    }
    // Checked only now: a right secret always has the right form, so requests that pass can skip this check.
    if (!isWellFormed(credentials)) return this.refuseUnread(credentials, address, now);
    if (key === undefined || judgement === "doubtful")
      return this.decideByReading(claim, address, now);
    this.hits++;
    return this.conclude(claim, judgement, key, address, now);
  }

  private async decideByReading(
    claim: Claim,
    address: string | null,
    now: number,
  ): Promise<Decision> {
    this.misses++;
    try {
      const key = await withDeadline(this.load(claim.credentials.keyId, address, now));
      const judgement = judge(this.parts.peppers, claim, key, key?.readAt ?? 0);
      if (judgement === "doubtful") throw new Unavailable("its pepper is not among KEY_PEPPERS");
      return this.conclude(claim, judgement, key, address, now);
    } catch (error) {
      this.parts.onUnavailable(error);
      return unavailable;
    }
  }

  private load(keyId: string, address: string | null, now: number): Promise<StoredKey | null> {
    const { cache, limits, slowLane } = this.parts;
    const subject = networkOf(address);
    const isLimited = subject !== null && limits.networks.isReached(subject, now);
    // An id that is cached as a key's is never slowed down, even if the cached row is out of date.
    const isSlow = isLimited && !cache.find(keyId);
    return isSlow ? slowLane.run(() => cache.load(keyId)) : cache.load(keyId);
  }

  private conclude(
    claim: Claim,
    judgement: "allowed" | Refusal,
    key: StoredKey | null,
    address: string | null,
    now: number,
  ): Decision {
    if (key && judgement === "allowed") {
      this.remember(claim, key);
      return this.pass(key, address, now);
    }
    if (key && judgement !== "allowed" && judgement !== "unknown")
      this.parts.usage.failed(key.keyId, judgement, address, now);
    this.countFailure(key?.keyId ?? null, address, now);
    return { verdict: "denied", reason: judgement === "allowed" ? "unknown" : judgement };
  }

  private pass(key: StoredKey, address: string | null, now: number): Decision {
    this.parts.usage.passed(key.keyId, address, now);
    return { verdict: "allowed", key };
  }

  /** Only on the very row that the cache holds: a proof that outlived its row would let a revoked key pass. */
  private remember({ header }: Claim, key: StoredKey): void {
    const { cache, proofs } = this.parts;
    if (keyIdOf(header) === key.keyId && cache.find(key.keyId) === key)
      key.proof = proofs.digest(header);
  }

  /** Refuses without a look-up: with a wrong form or checksum it cannot be any key's secret. */
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

/**
 * The network whose failures are counted together. Null for a loopback address: every client behind a gateway on this
 * machine has it.
 */
function networkOf(address: string | null): string | null {
  if (address === null || address === "::1" || address.startsWith("127.")) return null;
  return network(address);
}
