import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "@/lib/testing/basic";
import { aMemoryAuthorizer, storedKey } from "@/lib/testing/memory-authorizer";
import { keyIdOf, Proofs } from "./proof";
import { noEnds, type StoredKey } from "./stored-key";

/** A ring that counts how often a secret was verified the long way: each time takes the pepper out. */
class CountingRing extends Map<string, Buffer> {
  taken = 0;
  override get(id: string): Buffer | undefined {
    this.taken++;
    return super.get(id);
  }
}

/** A key whose header was proven once, so that the next same header is decided by its digest. */
async function aProvenKey(given: Partial<StoredKey> = {}) {
  const ring = new CountingRing([["k1", randomBytes(32)]]);
  const peppers = { current: "k1", ring };
  const key = mintCredentials(orgs.razorpay, "test");
  const row = storedKey(peppers, key, given);
  const rows = new Map([[key.keyId, row]]);
  const parts = aMemoryAuthorizer(peppers, rows);
  expect(await parts.decide(key)).toMatchObject({ verdict: "allowed" });
  ring.taken = 0;
  const verdict = async (...asked: Parameters<typeof parts.decide>) => {
    const decision = await parts.decide(...asked);
    return decision.verdict === "denied" ? decision.reason : decision.verdict;
  };
  return { ...parts, key, row, rows, ring, verdict };
}

describe("a header that was proven once is not verified the long way again", () => {
  test("the same header passes without its secret being read, and a wrong one never does", async () => {
    const { key, verdict, ring } = await aProvenKey();
    expect(await verdict(key)).toBe("allowed");
    expect(ring.taken).toBe(0);
    const other = mintCredentials(orgs.razorpay, "test");
    expect(await verdict({ ...key, secret: other.secret })).toBe("wrong_secret");
    expect(ring.taken).toBe(1);
    expect(await verdict(key)).toBe("allowed");
    expect(ring.taken).toBe(1);
  });

  test("a proof holds for its own key alone", async () => {
    const { key, cache, verdict, rows, row } = await aProvenKey();
    const other = mintCredentials(orgs.razorpay, "test");
    rows.set(other.keyId, {
      ...row,
      keyId: other.keyId,
      secretHash: randomBytes(32).toString("latin1"),
    });
    await cache.load(other.keyId);
    expect(await verdict({ ...key, keyId: other.keyId })).toBe("wrong_secret");
    expect(cache.find(other.keyId)?.proof).toBe("");
  });

  test("other spellings of the right secret take the long way, and are not remembered", async () => {
    const { key, cache, ring, verdict } = await aProvenKey();
    const proof = cache.find(key.keyId)?.proof;
    const header = basic(key);
    const spellings = [
      header.replace("Basic ", "basic "),
      header.replace("Basic ", "BASIC "),
      header.replace("Basic ", "Basic  "),
    ];
    for (const [index, spelling] of spellings.entries()) {
      expect(await verdict(spelling)).toBe("allowed");
      expect(ring.taken).toBe(index + 1);
    }
    for (const spelling of [
      `${header}=`,
      `${header} `,
      ` ${header}`,
      header.replace("Basic ", "Basic\t"),
    ])
      expect(await verdict(spelling)).toBe("no_credentials");
    expect(cache.find(key.keyId)?.proof).toBe(proof);
  });
});

describe("a proof replaces no judgement", () => {
  test("a key that was forgotten is read again, and one that is gone is refused", async () => {
    const { key, cache, rows, ring, verdict } = await aProvenKey();
    cache.forget(key.keyId);
    expect(await verdict(key)).toBe("allowed");
    expect(ring.taken).toBe(1);
    rows.delete(key.keyId);
    cache.forget(key.keyId);
    expect(await verdict(key)).toBe("unknown");
  });

  test("a row that was read again has lost its proof, with whatever changed in it", async () => {
    const { key, row, cache, rows, verdict } = await aProvenKey();
    rows.set(key.keyId, { ...row, secretHash: randomBytes(32).toString("latin1") });
    cache.clear();
    expect(await verdict(key)).toBe("wrong_secret");
  });

  test("a row that the cache no longer holds gets no proof", async () => {
    const { key, cache, decide } = await aProvenKey();
    cache.forget(key.keyId);
    const first = decide(key);
    // A change is heard while the row is on its way: those who wait get the row, and nobody after them.
    cache.forget(key.keyId);
    expect(await first).toMatchObject({ verdict: "allowed", key: { proof: "" } });
  });

  test("while the feed is not fresh the database decides", async () => {
    const { key, rows, clock, verdict } = await aProvenKey();
    clock.isFresh = false;
    rows.delete(key.keyId);
    expect(await verdict(key)).toBe("unknown");
  });

  test("a freeze holds from the moment it is heard, and is lifted as soon", async () => {
    const { key, row, cache, rows, clock, verdict } = await aProvenKey();
    rows.set(key.keyId, { ...row, isFrozen: true });
    cache.forget(key.keyId);
    expect(await verdict(key)).toBe("frozen");
    clock.now++;
    rows.set(key.keyId, row);
    expect(await verdict(key)).toBe("allowed");
  });

  test("a frozen row with a proof does not pass", async () => {
    const { key, cache, rows, row, verdict } = await aProvenKey();
    const held = cache.find(key.keyId);
    if (held) held.isFrozen = true;
    rows.set(key.keyId, { ...row, isFrozen: true });
    expect(await verdict(key)).toBe("frozen");
  });

  test.each([
    ["expiresAt", "expired"],
    ["deactivatesAt", "deactivated"],
  ] as const)("%s is judged each time", async (end, reason) => {
    const { key, cache, clock, verdict } = await aProvenKey({ ends: { ...noEnds, [end]: 1_000 } });
    clock.now = 999;
    expect(await verdict(key)).toBe("allowed");
    expect(cache.find(key.keyId)?.proof).not.toBe("");
    clock.now = 1_000;
    // It is read again, because its end may have been moved.
    cache.forget(key.keyId);
    expect(await verdict(key)).toBe(reason);
  });

  test.each(["expiresAt", "deactivatesAt"] as const)(
    "past %s the row in memory lets nobody pass: the database is asked",
    async (end) => {
      const { key, authorizer, clock, verdict } = await aProvenKey({
        ends: { ...noEnds, [end]: 1_000 },
      });
      const { misses } = authorizer;
      clock.now = 1_000;
      await verdict(key);
      expect(authorizer.misses).toBe(misses + 1);
    },
  );

  test("the other mode is refused", async () => {
    const { key, verdict } = await aProvenKey();
    expect(await verdict(key, "test")).toBe("allowed");
    expect(await verdict(key, "live")).toBe("wrong_mode");
  });

  test("a pepper that is no longer in the ring leaves no way to pass", async () => {
    const { key, ring, verdict } = await aProvenKey();
    ring.delete("k1");
    expect(await verdict(key)).toBe("unavailable");
  });
});

describe("what is remembered", () => {
  test("is a digest that another process would make differently", () => {
    const header = basic(mintCredentials(orgs.razorpay, "test"));
    const [one, other] = [new Proofs(), new Proofs()];
    expect(one.digest(header)).toBe(one.digest(header));
    expect(one.digest(header)).not.toBe(other.digest(header));
    expect(one.isSame(one.digest(header), one.digest(header))).toBe(true);
    expect(one.isSame("", one.digest(header))).toBe(false);
    expect(one.isSame("", "\0".repeat(32))).toBe(false);
  });

  test("every brand's key ids are found in their headers, and nothing in other headers", () => {
    for (const org of Object.values(orgs)) {
      const key = mintCredentials(org, "live");
      expect(keyIdOf(basic(key))).toBe(key.keyId);
      expect(keyIdOf(basic({ ...key, secret: `${key.secret}x` }))).toBeNull();
    }
    for (const header of ["", "Basic", "Basic ", "Bearer abc"]) expect(keyIdOf(header)).toBeNull();
  });
});
