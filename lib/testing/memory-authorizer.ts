/** An authorizer whose database is a map of rows: for what is decided from memory alone. */
import { type Credentials, hashSecret } from "@/lib/api-keys/secret";
import { Authorizer } from "@/lib/authorizer/authorizer";
import { FailureLimit, Lane } from "@/lib/authorizer/failure-limit";
import { KeyCache } from "@/lib/authorizer/key-cache";
import { Proofs } from "@/lib/authorizer/proof";
import { noEnds, type StoredKey } from "@/lib/authorizer/stored-key";
import { UsageCounter } from "@/lib/authorizer/usage-counter";
import type { Ring } from "@/lib/core/ring";
import { basic } from "./basic";

export function storedKey(
  peppers: Ring,
  { keyId, secret }: Credentials,
  given: Partial<StoredKey> = {},
): StoredKey {
  const { secretHash, pepperId } = hashSecret(peppers, secret);
  return {
    keyId,
    orgId: "razorpay",
    merchantId: "mer_1",
    mode: "test",
    secretHash: secretHash.toString("latin1"),
    pepperId,
    createdAt: 0,
    ends: noEnds,
    isFrozen: false,
    readAt: 0,
    proof: "",
    ...given,
  };
}

const anEndlessLimit = () => new FailureLimit(1_000_000, () => undefined);

/** `rows` may change: it is read for every key that the cache does not hold. The clock shows `clock.now`. */
export function aMemoryAuthorizer(peppers: Ring, rows: Map<string, StoredKey>) {
  const cache = new KeyCache(1_000, async (keyId) => {
    const row = rows.get(keyId);
    return row ? { ...row, proof: "", readAt: clock.now } : null;
  });
  const clock = { now: 1, isFresh: true };
  const authorizer = new Authorizer({
    peppers,
    feed: { isFresh: () => clock.isFresh, latestNow: () => clock.now },
    cache,
    proofs: new Proofs(),
    usage: new UsageCounter(() => 0),
    limits: { keys: anEndlessLimit(), networks: anEndlessLimit() },
    slowLane: new Lane(2, 50),
    onUnavailable: () => undefined,
  });
  const decide = (given: Credentials | string, mode?: "test" | "live") => {
    const header = typeof given === "string" ? given : basic(given);
    return authorizer.decide({ header, mode }, "203.0.113.7", performance.now());
  };
  return { authorizer, cache, clock, decide };
}
