import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyCache } from "./key-cache";
import { noEnds, type StoredKey } from "./stored-key";

function row(keyId: string, readAt = 0): StoredKey {
  const rest = {
    orgId: "axis",
    merchantId: "m",
    mode: "test",
    secretHash: "",
    pepperId: "k",
    proof: "",
  } as const;
  return {
    keyId,
    ...rest,
    createdAt: 0,
    ends: noEnds,
    isFrozen: false,
    readAt,
  };
}

/** A database that answers when the test says so. */
function aDatabase() {
  const reads: { keyId: string; answer(key: StoredKey | null): void; fail(): void }[] = [];
  const read = (keyId: string) =>
    new Promise<StoredKey | null>((done, reject) => {
      reads.push({ keyId, answer: done, fail: () => reject(new Error("down")) });
    });
  return { reads, read };
}

describe("the authorizer's cache (A-14)", () => {
  test("requests for one key share one read, and the row is kept", async () => {
    const { reads, read } = aDatabase();
    const cache = new KeyCache(10, read);
    const loads = [cache.load("a"), cache.load("a"), cache.load("b")];
    expect(reads.map(({ keyId }) => keyId)).toEqual(["a", "b"]);
    reads[0]?.answer(row("a"));
    reads[1]?.answer(null);
    expect((await Promise.all(loads)).map((key) => key?.keyId)).toEqual(["a", "a", undefined]);
    expect(cache.find("a")?.keyId).toBe("a");
    expect(cache.find("b")).toBeNull();
    expect(cache.find("c")).toBeUndefined();
  });

  test("a row read before a change of its key was heard is never stored after it", async () => {
    const { reads, read } = aDatabase();
    const cache = new KeyCache(10, read);
    const before = cache.load("a");
    cache.forget("a");
    const after = cache.load("a");
    expect(reads).toHaveLength(2);
    reads[1]?.answer(row("a", 2));
    expect((await after)?.readAt).toBe(2);
    reads[0]?.answer(row("a", 1));
    expect((await before)?.readAt).toBe(1);
    expect(cache.find("a")?.readAt).toBe(2);
  });

  test("a row read before the feed began to listen is never stored after it", async () => {
    const { reads, read } = aDatabase();
    const cache = new KeyCache(10, read);
    const loads = [cache.load("a"), cache.load("b")];
    cache.clear();
    reads[0]?.answer(row("a"));
    reads[1]?.answer(null);
    await Promise.all(loads);
    expect([cache.find("a"), cache.find("b")]).toEqual([undefined, undefined]);
  });

  test("a new key is found, although its id was asked for before it existed", async () => {
    const { reads, read } = aDatabase();
    const cache = new KeyCache(10, read);
    const load = cache.load("a");
    reads[0]?.answer(null);
    await load;
    expect(cache.find("a")).toBeNull();
    cache.forget("a");
    expect(cache.find("a")).toBeUndefined();
  });

  test("after a failed read the next request reads again", async () => {
    const { reads, read } = aDatabase();
    const cache = new KeyCache(10, read);
    const load = cache.load("a");
    reads[0]?.fail();
    await expect(load).rejects.toThrow("down");
    const again = cache.load("a");
    reads[1]?.answer(row("a"));
    expect((await again)?.keyId).toBe("a");
  });

  test("its size is limited, and made-up ids never push out keys", async () => {
    const cache = new KeyCache(100, async (keyId) => (keyId.startsWith("k") ? row(keyId) : null));
    for (let index = 0; index < 100; index++) await cache.load(`k${index}`);
    for (let index = 0; index < 5_000; index++) await cache.load(`made-up-${index}`);
    expect(cache.size).toBe(110);
    expect(Array.from({ length: 100 }, (_, i) => cache.find(`k${i}`)?.keyId)).not.toContain(
      undefined,
    );
    for (let index = 100; index < 300; index++) await cache.load(`k${index}`);
    expect(cache.size).toBe(110);
  });

  test("for any order of reads, changes and answers, it never holds a row older than a change that was heard", async () => {
    const step = fc.record({ kind: fc.constantFrom("load", "change", "answer"), at: fc.nat(9) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { reads, read } = aDatabase();
        const cache = new KeyCache(10, read);
        const pending: { version: number; index: number }[] = [];
        let version = 0;
        for (const { kind, at } of steps) {
          if (kind === "load") {
            const known = reads.length;
            cache.load("a");
            if (reads.length > known) pending.push({ version, index: known });
          } else if (kind === "change") {
            version++;
            cache.forget("a");
          } else if (pending.length > 0) {
            const [taken] = pending.splice(at % pending.length, 1);
            if (taken) reads[taken.index]?.answer(row("a", taken.version));
            await new Promise(setImmediate);
          }
          const held = cache.find("a");
          if (held) expect(held.readAt).toBe(version);
        }
      }),
      { numRuns: 300 },
    );
  });
});
